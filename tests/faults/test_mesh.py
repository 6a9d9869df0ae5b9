"""F20: MESH down, cut off, forgetful or repeating itself, between our worker and the real sandbox.

Whatever happens on the wire, each file is checked once, each sender has each answer, and a repeat has the same bytes.
"""

import random
import time
from collections import defaultdict

import pytest

from registry.actions.mesh.worker import Worker
from registry.gateways import mesh as gateway
from registry.gateways.mesh import get_mailbox
from registry.models import Check, MeshMessage, MeshState
from tests.factories import make_nhs_number
from tests.factories.organisations import make_flow, make_organisation
from tests.support.checks import run_open_checks
from tests.support.mesh_post import listed
from tests.support.mesh_sandbox import SENDER, sandbox
from tests.support.proxy import FaultyProxy

pytestmark = pytest.mark.xdist_group("mesh")


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """Without TLS, so that the wire can be cut in the middle of a message and not of its wrapping."""
    with sandbox(tmp_path_factory.mktemp("mesh")) as made:
        yield made


@pytest.fixture
def wire(running):
    running.reset()
    with FaultyProxy(running.port) as made:
        yield made


@pytest.fixture
def mailbox(wire, running, settings, tmp_path, transactional_db):
    for name, value in running.settings(wire.port).items():
        setattr(settings, name, value)
    settings.MESH_POLL_SECONDS, settings.MESH_TIMEOUT_SECONDS = 0, 10
    settings.CHECKS_DIR = tmp_path / "checks"
    make_flow(make_organisation(mesh_mailbox=SENDER), name="Asthma study")
    made = get_mailbox()
    yield made
    made.close()


def go_round(mailbox, times=1):
    """Turns of workers that have just been started."""
    for _ in range(times):
        Worker(mailbox).round()
        run_open_checks()


def lists(count):
    return {str(n): listed([make_nhs_number(8000 + 20 * n + m).digits for m in range(12)]) for n in range(count)}


def send_all(running, files):
    return [running.send(content, local_id=local_id) for local_id, content in files.items()]


def results(running):
    """Return for each local id what came as its result, each repeat too."""
    found = defaultdict(list)
    for received in running.inbox():
        if received.subject == "RESULT":
            found[received.local_id].append(received.content)
    return found


def assert_each_once(found, files):
    assert set(found) == set(files)
    assert all(set(contents) == {files[local_id]} for local_id, contents in found.items())
    assert Check.objects.count() == MeshMessage.objects.filter(state=MeshState.ANSWERED).count() == len(files)


def test_F20_while_mesh_is_down_nothing_is_lost(mailbox, wire, running):
    files = lists(2)
    sent = send_all(running, files)
    wire.refuse()
    go_round(mailbox)
    assert not MeshMessage.objects.exists()
    wire.pass_through()
    go_round(mailbox)
    wire.refuse()
    go_round(mailbox)
    assert running.inbox() == []
    wire.pass_through()
    go_round(mailbox)
    assert_each_once(results(running), files)
    assert {running.status(message_id) for message_id in sent} == {"acknowledged"}


def test_F20_a_download_that_is_cut_begins_again(mailbox, wire, running, monkeypatch):
    monkeypatch.setattr(gateway, "BLOCK", 4096)
    files = {"long": listed([make_nhs_number(9000 + n).digits for n in range(5000)])}
    running.send(files["long"], local_id="long", chunk=16_384)
    cuts = iter([True, True, False])
    read = gateway._Delivery.blocks

    def cut_in_the_middle(delivery):
        for number, block in enumerate(read(delivery)):
            yield block
            if number == 6 and next(cuts):
                wire.cut()
                wire.refuse()

    monkeypatch.setattr(gateway._Delivery, "blocks", cut_in_the_middle)
    for _ in range(3):
        go_round(mailbox)
        wire.pass_through()
    go_round(mailbox)
    assert_each_once(results(running), files)
    assert next(cuts, "all used") == "all used"


def test_F20_an_acknowledgement_that_is_lost_does_no_harm(mailbox, wire, running, monkeypatch):
    files = lists(1)
    (sent,) = send_all(running, files)
    acknowledge = type(mailbox).acknowledge

    def lose(self, message_id):
        wire.refuse()
        acknowledge(self, message_id)

    with monkeypatch.context() as patch:
        patch.setattr(type(mailbox), "acknowledge", lose)
        go_round(mailbox)
    wire.pass_through()
    assert running.status(sent) == "accepted"
    go_round(mailbox)
    assert running.status(sent) == "acknowledged"
    assert_each_once(results(running), files)


def test_F20_a_silent_line_is_given_up(mailbox, wire, running, settings):
    files = lists(1)
    send_all(running, files)
    wire.black_hole()
    settings.MESH_TIMEOUT_SECONDS = 0.2
    hasty, began = get_mailbox(), time.monotonic()
    go_round(hasty)
    assert time.monotonic() - began < 10
    hasty.close()
    wire.cut()
    wire.pass_through()
    go_round(mailbox, 2)
    assert_each_once(results(running), files)


@pytest.mark.parametrize("count", [6, pytest.param(50, marks=pytest.mark.night)])
def test_F20_many_files_on_a_bad_line_are_all_answered_once_each(mailbox, wire, running, monkeypatch, count):
    files, chance = lists(count), random.Random(count)
    sent = send_all(running, files)
    for method in ("acknowledge", "send", "open"):
        _cut_now_and_then(mailbox, method, wire, chance, monkeypatch)
    for _ in range(12 * count):
        go_round(mailbox)
        wire.pass_through()
        running.deliver_again(chance.choice(sent))
        if not MeshMessage.objects.exclude(state=MeshState.ANSWERED).exists() and Check.objects.count() == count:
            break
    found = results(running)
    assert_each_once(found, files)
    assert list(found) == list(files)


def _cut_now_and_then(mailbox, method, wire, chance, monkeypatch):
    """One call in five finds nobody, one in five is cut after it arrived."""
    real = getattr(mailbox, method)

    def unreliable(*arguments):
        fate = chance.random()
        if fate < 0.2:
            wire.refuse()
        answer = real(*arguments)
        if fate > 0.8:
            wire.cut()
            raise gateway.MeshUnavailable("the answer was lost")
        return answer

    monkeypatch.setattr(mailbox, method, unreliable)
