"""Typed environment readers. Nonsense stops the process at start, and any secret may come from a file.

`NAME_FILE=/run/secrets/name` is read wherever `NAME` is, so that secrets need not stand in the environment.
"""

import ipaddress
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from environs import EnvError, FileAwareEnv

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

env = FileAwareEnv()


def read_networks(name: str) -> tuple[Network, ...]:
    """Read `10.0.0.0/8, ::1` as networks; empty when unset."""
    try:
        return tuple(ipaddress.ip_network(part) for part in _parts(name))
    except ValueError as error:
        raise EnvError(f"{name}: {error}") from error


def read_keys(name: str) -> tuple[tuple[str, str], ...]:
    """Read `2027a:BASE64,2026b:BASE64` as (key id, base64 key) pairs; the first is the one to write with."""
    pairs = [part.partition(":") for part in _parts(name)]
    if any(not identifier or not key for identifier, _, key in pairs):
        raise EnvError(f"{name}: each key is written ID:BASE64")
    if len({identifier for identifier, _, _ in pairs}) != len(pairs):
        raise EnvError(f"{name}: two keys have the same ID")
    return tuple((identifier, key) for identifier, _, key in pairs)


def read_database(url: str) -> dict[str, object]:
    """Turn `postgresql://user:password@host:port/name?option=value` into Django's database settings."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise EnvError("DATABASE_URL: PostgreSQL is the only database, so it starts with postgresql://")
    if not parts.path.strip("/"):
        raise EnvError("DATABASE_URL: it names no database")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "ndop.database",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or options.pop("host", ""),
        "PORT": str(_port(parts) or options.pop("port", "")),
        "OPTIONS": options,
    }


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError as error:
        raise EnvError("DATABASE_URL: its port is not a number") from error


def _parts(name: str) -> list[str]:
    return [part.strip() for part in env.str(name, default="").split(",") if part.strip()]
