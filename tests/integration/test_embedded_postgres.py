"""The embedded PostgreSQL, each time a real one in a folder of its own."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from ndop.embedded.locations import socket_dir
from ndop.embedded.postgres import EmbeddedPostgres
from ndop.embedded.processes import ServerFailed
from tests.support.ports import free_port
from tests.support.waiting import wait_until

QUICK = {"fsync": "off"}


@pytest.fixture
def server(tmp_path):
    server = EmbeddedPostgres(tmp_path / "postgres", settings=QUICK)
    yield server
    server.stop()


def ask(server, statement, database="ndop"):
    with psycopg.connect(server.dsn(database)) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def remember(server):
    ask(server, "CREATE TABLE kept AS SELECT 'still here' AS words")


def recall(server):
    return ask(server, "SELECT words FROM kept")


def test_start_creates_the_database_with_checksums_and_one_sort_order_everywhere(server):
    server.start()

    assert ask(server, "SELECT current_database()") == "ndop"
    assert ask(server, "SHOW data_checksums") == "on"
    assert ask(server, "SHOW server_encoding") == "UTF8"
    assert ask(server, "SELECT datlocale FROM pg_database WHERE datname = 'ndop'") == "C.UTF-8"


def test_a_server_without_other_settings_keeps_what_it_acknowledged(tmp_path):
    server = EmbeddedPostgres(tmp_path / "postgres")
    server.start()
    try:
        names = ("fsync", "full_page_writes", "synchronous_commit")
        assert {name: ask(server, f"SHOW {name}") for name in names} == dict.fromkeys(names, "on")
    finally:
        server.stop()


def test_only_its_owner_can_reach_the_socket_and_no_port_is_open(server):
    server.start()

    assert ask(server, "SHOW listen_addresses") == ""
    assert psutil.Process(server.pid).net_connections("inet") == []
    assert stat.S_IMODE(socket_dir(server.data_dir).stat().st_mode) == 0o700


def test_what_people_typed_stays_out_of_its_log(server):
    server.start()
    remember(server)
    ask(server, "CREATE UNIQUE INDEX ON kept (words)")

    with pytest.raises(psycopg.errors.UniqueViolation):
        ask(server, "INSERT INTO kept VALUES ('still here')")

    log = server.log.read_text()
    assert "duplicate key" in log
    assert "still here" not in log


def test_stop_and_start_again_keeps_the_data(server):
    server.start()
    remember(server)
    server.stop()
    assert server.pid is None

    server.start()

    assert recall(server) == "still here"


def test_kill_ends_every_process_at_once_and_the_next_start_recovers(server):
    server.start()
    remember(server)
    family = [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)]

    server.kill()

    assert not [item for item in family if item.is_running() and item.status() != psutil.STATUS_ZOMBIE]
    server.start()
    assert recall(server) == "still here"


def test_starting_twice_is_one_server(server):
    server.start()
    first = server.pid

    server.start()

    assert server.pid == first


def test_a_pid_file_whose_number_now_belongs_to_somebody_else_blocks_nothing(server):
    server.start()
    server.kill()
    pid_file = server.cluster / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))

    server.start()

    assert ask(server, "SELECT 1") == 1


def test_a_server_left_behind_by_a_killed_run_is_replaced(server):
    server.start()
    remember(server)
    left_behind = server.pid
    second = EmbeddedPostgres(server.data_dir, settings=QUICK)

    second.start()

    try:
        assert second.pid != left_behind
        assert recall(second) == "still here"
    finally:
        second.stop()


def test_a_killed_run_leaves_no_server(tmp_path):
    program = (
        "import sys, time, pathlib; from ndop.embedded.postgres import EmbeddedPostgres;"
        "server = EmbeddedPostgres(pathlib.Path(sys.argv[1]), settings={'fsync': 'off'}); server.start();"
        "print(server.pid, flush=True); time.sleep(60)"
    )
    run = subprocess.Popen([sys.executable, "-c", program, tmp_path / "postgres"], stdout=subprocess.PIPE)
    pid = int(run.stdout.readline())
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()

    wait_until(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)


def test_a_first_start_that_was_cut_short_blocks_nothing(server):
    half = server.data_dir / "cluster.unfinished"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")

    server.start()

    assert ask(server, "SELECT 1") == 1


def test_two_servers_at_once_know_nothing_of_each_other(server, tmp_path):
    other = EmbeddedPostgres(tmp_path / "other", settings=QUICK)
    server.start()
    other.start()
    try:
        remember(server)
        with pytest.raises(psycopg.errors.UndefinedTable):
            recall(other)
    finally:
        other.stop()


def test_a_folder_too_deep_for_a_socket_gets_a_short_private_one(tmp_path):
    server = EmbeddedPostgres(tmp_path / ("deep" * 20) / ("deeper" * 20), settings=QUICK)
    server.start()
    try:
        folder = socket_dir(server.data_dir)
        assert len(str(folder)) < 60
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert ask(server, "SELECT 1") == 1
    finally:
        server.stop()
        folder.rmdir()


def test_a_port_is_opened_on_loopback_when_asked_for(tmp_path):
    server = EmbeddedPostgres(tmp_path / "postgres", tcp_port=free_port(), settings=QUICK)
    server.start()
    try:
        assert "@127.0.0.1:" in server.dsn()
        assert ask(server, "SELECT 1") == 1
    finally:
        server.stop()


def test_a_server_that_cannot_start_says_why(tmp_path):
    server = EmbeddedPostgres(tmp_path / "postgres", settings={**QUICK, "shared_buffers": "nonsense"})

    with pytest.raises(ServerFailed, match="shared_buffers"):
        server.start()

    assert server.pid is None


def test_a_port_that_is_taken_is_not_mistaken_for_its_own(tmp_path):
    port = free_port()
    first, second = (EmbeddedPostgres(tmp_path / name, tcp_port=port, settings=QUICK) for name in ("first", "second"))
    first.start()
    try:
        with pytest.raises(ServerFailed, match="in use"):
            second.start()
    finally:
        first.stop()


def test_a_folder_that_somebody_else_put_there_is_refused(tmp_path, server):
    Path(server.data_dir).symlink_to(tmp_path, target_is_directory=True)

    with pytest.raises(ServerFailed, match="somebody else"):
        server.start()
