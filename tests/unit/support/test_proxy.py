"""The proxy of the fault tests, in front of a server that answers with what it was sent."""

import contextlib
import socket
import threading
import time

import pytest

from tests.support.proxy import FaultyProxy


@pytest.fixture
def echo_port():
    server = socket.create_server(("127.0.0.1", 0))

    def serve(connection):
        with connection, contextlib.suppress(ConnectionResetError):
            while data := connection.recv(1024):
                connection.sendall(data)

    def accept():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=[connection], daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield server.getsockname()[1]
    server.shutdown(socket.SHUT_RDWR)
    server.close()


@pytest.fixture
def proxy(echo_port):
    with FaultyProxy(echo_port) as proxy:
        yield proxy


def connect(proxy):
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=0.3)


def echo(connection):
    connection.sendall(b"hello")
    return connection.recv(1024)


def test_passes_bytes_both_ways(proxy):
    with connect(proxy) as connection:
        assert echo(connection) == b"hello"


def test_refuses_and_comes_back_on_the_same_port(proxy):
    with connect(proxy) as connection:
        assert echo(connection) == b"hello"
        proxy.refuse()
        with pytest.raises(ConnectionResetError):
            connection.recv(1024)
    with pytest.raises(ConnectionRefusedError):
        connect(proxy)

    proxy.pass_through()

    with connect(proxy) as connection:
        assert echo(connection) == b"hello"


def test_a_black_hole_accepts_and_says_nothing_until_it_is_lifted(proxy):
    with connect(proxy) as connection:
        proxy.black_hole()
        with pytest.raises(TimeoutError):
            echo(connection)
        with connect(proxy) as late, pytest.raises(TimeoutError):
            echo(late)

        proxy.pass_through()

        assert connection.recv(1024) == b"hello"


def test_delays_each_way(proxy):
    proxy.delay(0.1)
    with connect(proxy) as connection:
        start = time.monotonic()
        assert echo(connection) == b"hello"
        assert time.monotonic() - start >= 0.2


def test_cuts_what_is_open_and_takes_new_connections(proxy):
    with connect(proxy) as connection:
        assert echo(connection) == b"hello"
        proxy.cut()
        with pytest.raises(ConnectionResetError):
            connection.recv(1024)
    with connect(proxy) as connection:
        assert echo(connection) == b"hello"
