import ipaddress

import pytest
from environs import EnvError

from ndop.env import env, read_database, read_keys, read_networks


@pytest.mark.parametrize(
    ("read", "nonsense"),
    [
        (env.bool, "perhaps"),
        (env.int, "ten"),
        (env.int, "1.5"),
        (env.float, "fast"),
        (env.log_level, "CHATTY"),
        (read_networks, "10.0.0.0/33"),
        (read_networks, "10.0.0.1/8"),
        (read_networks, "the proxy"),
        (read_networks, "10.0.0.0/8, ,x"),
        (read_keys, "no-colon"),
        (read_keys, ":key-without-id"),
        (read_keys, "id-without-key:"),
        (read_keys, "same:a,same:b"),
    ],
)
def test_env_nonsense_stops_the_process(monkeypatch, read, nonsense):
    monkeypatch.setenv("PROOF", nonsense)
    with pytest.raises(EnvError, match="PROOF"):
        read("PROOF")


def test_env_reads_a_secret_from_a_file(monkeypatch, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("from the file\n")
    monkeypatch.setenv("PROOF_FILE", str(secret))
    assert env.str("PROOF").strip() == "from the file"


def test_env_file_that_is_not_there_stops_the_process(monkeypatch, tmp_path):
    monkeypatch.setenv("PROOF_FILE", str(tmp_path / "missing"))
    with pytest.raises((EnvError, ValueError, FileNotFoundError)):
        env.str("PROOF", default="")


def test_env_keys_from_a_file_keep_their_order(monkeypatch, tmp_path):
    keys = tmp_path / "keys"
    keys.write_text("2027:bmV3, 2026:b2xk\n")
    monkeypatch.setenv("PROOF_FILE", str(keys))
    assert read_keys("PROOF") == (("2027", "bmV3"), ("2026", "b2xk"))


def test_env_networks(monkeypatch):
    monkeypatch.setenv("PROOF", "10.0.0.0/8, ::1")
    assert read_networks("PROOF") == (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("::1/128"))
    monkeypatch.delenv("PROOF")
    assert read_networks("PROOF") == ()


def test_env_database_address_is_taken_apart():
    read = read_database("postgresql://us%40er:p%2Fw@db.example:6543/ndop?sslmode=verify-full")
    assert (read["USER"], read["PASSWORD"], read["HOST"], read["PORT"]) == ("us@er", "p/w", "db.example", "6543")
    assert (read["NAME"], read["OPTIONS"]) == ("ndop", {"sslmode": "verify-full"})


def test_env_database_may_be_reached_by_socket():
    read = read_database("postgresql:///ndop?host=/run/postgres&user=web")
    assert (read["HOST"], read["USER"], read["OPTIONS"]) == ("/run/postgres", "web", {})


@pytest.mark.parametrize(
    "url", ["sqlite:///x", "mysql://db/x", "", "ndop", "postgresql://db.example", "postgresql://db:port/x"]
)
def test_env_database_must_be_postgresql_and_whole(url):
    with pytest.raises(EnvError, match="DATABASE_URL"):
        read_database(url)
