"""Where the embedded servers live, so that every process finds the running one without being told.

All of it is a pure function of the data folder: nothing is started, created or looked up over a network here.
"""

import hashlib
import os
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

from ndop.embedded.binaries import find_redis
from ndop.env import env

DATABASE_NAME = "ndop"
DATABASE_USER = "postgres"
SOCKET_PORT = 5432  # only part of the socket's file name; no port is opened

# Linux allows 107 bytes for the path of a socket; the longest name we put into the folder is PostgreSQL's.
_LONGEST_SOCKET_DIR = 107 - len("/.s.PGSQL.65535")


def data_dir() -> Path:
    """Return the folder for everything the demo keeps: NDOP_DATA_DIR, else `.local` beside manage.py."""
    return env.path("NDOP_DATA_DIR", default=Path(__file__).resolve().parents[2] / ".local").resolve()


def postgres_dir(data_dir: Path) -> Path:
    """Return the folder of the embedded PostgreSQL: its cluster, its log and, if short enough, its socket."""
    return data_dir.resolve() / "postgres"


def redis_dir(data_dir: Path) -> Path:
    """Return the folder of the embedded Redis."""
    return data_dir.resolve() / "redis"


def socket_dir(server_dir: Path) -> Path:
    """Return the folder for a server's socket: in its own folder, else a short one in the temporary folder.

    The short name is derived from the server's folder, so that two checkouts never share one.
    """
    inside = server_dir / "socket"
    if len(os.fsencode(inside)) <= _LONGEST_SOCKET_DIR:
        return inside
    digest = hashlib.sha256(os.fsencode(server_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"ndop-{os.geteuid()}-{digest}"


def redis_socket(server_dir: Path) -> Path:
    """Return the socket of the Redis whose folder is `server_dir`."""
    return socket_dir(server_dir) / "redis.sock"


def socket_database_url(server_dir: Path, database: str) -> str:
    """Return the URL of a database in the cluster at `server_dir`, the socket's folder given as `host`."""
    return f"postgresql:///{database}?host={quote(str(socket_dir(server_dir)))}&user={DATABASE_USER}"


def default_database_url(data_dir: Path) -> str:
    """Return the URL of the embedded PostgreSQL's database, used when DATABASE_URL is not set."""
    return socket_database_url(postgres_dir(data_dir), DATABASE_NAME)


def default_redis_url(data_dir: Path, index: int = 0) -> str:
    """Return the URL of the embedded Redis, used when REDIS_URL is not set; a form that redis-py understands.

    Where no Redis can be found, it is `filesystem:///path`: Celery's file transport, for the demo only.
    """
    if find_redis() is None:
        return f"filesystem://{quote(str(data_dir / 'broker'))}"
    return f"unix://{quote(str(redis_socket(redis_dir(data_dir))))}?db={index}"


def celery_broker_url(redis_url: str) -> str:
    """Return the same address in the form Celery understands."""
    parts = urlsplit(redis_url)
    if parts.scheme == "unix":
        index = parse_qs(parts.query).get("db", ["0"])[0]
        return f"redis+socket://{parts.path}?virtual_host={index}"
    return "filesystem://" if parts.scheme == "filesystem" else redis_url


def celery_transport_options(redis_url: str) -> dict[str, str | bool]:
    """Return what Celery's file transport needs to know; empty for a Redis. Creates the folders it names."""
    parts = urlsplit(redis_url)
    if parts.scheme != "filesystem":
        return {}
    queue, processed, control = (Path(parts.path) / name for name in ("queue", "processed", "control"))
    for folder in (queue, processed, control):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {
        "data_folder_in": str(queue),
        "data_folder_out": str(queue),
        "processed_folder": str(processed),
        "control_folder": str(control),
        "store_processed": False,
    }
