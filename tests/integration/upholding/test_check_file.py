"""The command line: files and pipes in and out, and exit codes that scripts can go by."""

import io
import sys
from types import SimpleNamespace

import pytest

from registry import receipts
from registry.actions.checks import computing, local_files
from registry.management.commands.check_file import Command
from registry.models import AuditEvent, Check, DataFlow, WayIn
from tests.factories.organisations import make_flow, make_organisation
from tests.support.lists import files_in, list_of, numbers, opt_out

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = numbers(20)
DESCRIBED = (
    "--purpose=research", "--purpose-detail=How asthma is treated", "--basis=regulation_5",
    "--basis-reference=26/CAG/0001", "--recipient=University of Testing",
)  # fmt: skip


class Shell:
    """Runs the command as a shell does; knows the exit code and what was printed."""

    def __init__(self, folder, monkeypatch, capsysbinary):
        self.folder, self._monkeypatch, self._captured = folder, monkeypatch, capsysbinary
        self.organisation = make_organisation()
        self.flow = make_flow(self.organisation)

    def file(self, name, content):
        (self.folder / name).write_bytes(content)
        return self.path(name)

    def path(self, name):
        return str(self.folder / name)

    def run(self, source, target, *options, stdin=b"", flow=None):
        self._monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(stdin)))
        flow = flow if flow is not None else [f"--flow={self.flow.name}"]
        command = ["manage.py", "check_file", source, target, f"--organisation={self.organisation.ods_code}"]
        self.code = 0
        try:
            Command().run_from_argv([*command, *flow, *options])
        except SystemExit as error:
            self.code = error.code
        self.out, self.err = self._captured.readouterr()
        return self.code


@pytest.fixture
def shell(settings, tmp_path, monkeypatch, capsysbinary):
    settings.CHECKS_DIR = tmp_path / "store"
    settings.CHECKS_DISK_RESERVE = 0
    return Shell(tmp_path, monkeypatch, capsysbinary)


def test_check_file_writes_result_report_and_receipt_and_says_what_it_counted(shell):
    opt_out(PEOPLE[4])
    source = shell.file("list.csv", list_of([*PEOPLE, "9990000001"]))
    outputs = [f"--report={shell.path('report.csv')}", f"--receipt={shell.path('receipt.jws')}"]
    assert shell.run(source, shell.path("out.csv"), *outputs) == 0
    assert (shell.folder / "out.csv").read_bytes() == list_of(PEOPLE[:4] + PEOPLE[5:])
    assert "21,invalid,check_digit" in (shell.folder / "report.csv").read_text()
    assert receipts.verify((shell.folder / "receipt.jws").read_text())["counts"]["removed"] == 1
    assert b"kept             19" in shell.err
    assert shell.out == b""
    check = Check.objects.get()
    assert (check.way_in, check.file_name, check.flow) == (WayIn.COMMAND, "list.csv", shell.flow)
    assert sorted(path.name for path in shell.folder.glob("*.*")) == [
        "list.csv",
        "out.csv",
        "receipt.jws",
        "report.csv",
    ]


def test_check_file_works_between_pipes_and_describes_a_flow_once(shell):
    opt_out(PEOPLE[0])
    for _ in range(2):
        assert shell.run("-", "-", "--quiet", stdin=list_of(PEOPLE), flow=DESCRIBED) == 0
        assert (shell.out, shell.err) == (list_of(PEOPLE[1:]), b"")
    made = DataFlow.objects.exclude(pk=shell.flow.pk)
    # The organisation has a flow already that says just this, under another name.
    assert made.count() == 0
    other = [*DESCRIBED[:-1], "--recipient=Somebody else"]
    assert shell.run("-", "-", stdin=list_of(PEOPLE), flow=other) == 0
    assert made.get().name == "Somebody else: How asthma is treated"


def test_check_file_dry_run_counts_and_writes_nothing(shell):
    opt_out(PEOPLE[4])
    source = shell.file("list.csv", list_of(PEOPLE))
    assert shell.run(source, shell.path("out.csv"), "--dry-run") == 0
    assert b"removed              1" in shell.err
    assert (Check.objects.count(), shell.out, files_in(shell.folder / "store")) == (0, b"", [])
    assert not (shell.folder / "out.csv").exists()
    assert AuditEvent.objects.get(reason="counts only").object_id == str(shell.organisation.public_id)


def test_T29_check_file_dry_run_tells_nothing_of_a_few_people(shell):
    assert shell.run(shell.file("list.csv", list_of(PEOPLE[:3])), "-", "--dry-run") == 3
    assert b"removed" not in shell.err


@pytest.mark.parametrize(("options", "readings"), [((), 2), (("--dry-run",), 1)], ids=["check", "dry run"])
def test_check_file_shares_a_list_by_as_many_processes_as_are_asked_for(
    shell, settings, monkeypatch, options, readings
):
    settings.CHECK_PROCESSES, asked, filter_lines = 2, [], local_files.filter_lines

    def noted(*given, processes, **named):
        asked.append(processes)
        return filter_lines(*given, processes=processes, **named)

    for module in (computing, local_files):
        monkeypatch.setattr(module, "filter_lines", noted)
    source = shell.file("list.csv", list_of(PEOPLE))
    assert shell.run(source, "-", "--processes=1", *options) == 0
    assert shell.run(source, "-", *options) == 0
    assert asked == [1] * readings + [2] * readings


def test_check_file_reads_a_column(shell):
    source = shell.file("list.csv", b"nhs\n" + list_of(PEOPLE, ending="\n"))
    assert shell.run(source, "-", "--column=nhs") == 0
    assert shell.out == (shell.folder / "list.csv").read_bytes()


@pytest.mark.parametrize(
    ("content", "options", "code"),
    [
        (list_of(PEOPLE), {"flow": ["--flow=No such flow"]}, 2),
        (list_of(PEOPLE), {"flow": DESCRIBED[:3]}, 2),
        (list_of(PEOPLE), {"flow": [*DESCRIBED, "--flow=Both"]}, 2),
        (list_of(PEOPLE[:9]), {}, 3),
        (b"nobody\n", {}, 3),
        (b"", {}, 3),
        (list_of(PEOPLE), {"quota": 3}, 4),
    ],
    ids=["no such flow", "half a flow", "both", "too few", "no numbers", "empty", "quota"],
)
def test_check_file_ends_with_a_code_that_says_why_and_releases_nothing(shell, content, options, code):
    if quota := options.pop("quota", None):
        shell.organisation.numbers_per_day = quota
        shell.organisation.save()
    assert shell.run(shell.file("list.csv", content), shell.path("out.csv"), **options) == code
    assert shell.err
    assert not (shell.folder / "out.csv").exists()
    assert files_in(shell.folder / "store") == []


def test_check_file_never_writes_over_the_list(shell):
    source = shell.file("list.csv", list_of(PEOPLE))
    assert shell.run(source, source) == 2
    assert (shell.folder / "list.csv").read_bytes() == list_of(PEOPLE)


def test_check_file_says_when_only_the_output_failed(shell):
    source = shell.file("list.csv", list_of(PEOPLE))
    assert shell.run(source, shell.path("no-such-folder/out.csv")) == 5
    assert Check.objects.get().reference.encode() in shell.err


def test_check_file_waits_while_another_checker_has_it(shell, monkeypatch):
    run_check, turns = local_files.run_check, []

    def by_another(check_id, **_):
        turns.append(check_id)
        if len(turns) == 2:
            run_check(check_id)

    monkeypatch.setattr(local_files, "run_check", by_another)
    monkeypatch.setattr(local_files.time, "sleep", lambda _: None)
    assert shell.run("-", "-", stdin=list_of(PEOPLE)) == 0
    assert shell.out == list_of(PEOPLE)
