"""The official MESH sandbox as a process on loopback, with mutual TLS if asked for, and a sender's own client."""

import os
import signal
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from mesh_client import MeshClient

from ndop.embedded.processes import end, tail, tied_to_parent
from tests.support.certificates import Authority
from tests.support.ports import free_port
from tests.support.waiting import PATIENCE_SECONDS, wait_until

REPOSITORY = Path(__file__).resolve().parents[2]
UVICORN = REPOSITORY / ".venv-mesh" / "bin" / "uvicorn"
# The three mailboxes that the sandbox knows, all with one password.
OURS, SENDER, OTHER = "X26ABC1", "X26ABC2", "X26ABC3"
PASSWORD = "password"
SHARED_KEY = "shared-by-all-of-the-sandbox"
WORKFLOW = "SPINE_NTT_UPHOLDING"


@dataclass(frozen=True)
class Received:
    """One message as its receiver has it."""

    message_id: str
    subject: str
    local_id: str
    file_name: str
    workflow: str
    checksum: str
    content: bytes


class Sandbox:
    """`port` and the folder of certificates; empty without TLS."""

    def __init__(self, folder: Path, *, tls: bool = False) -> None:
        self.folder, self.port = folder, free_port()
        self._authority = Authority(folder, "authority") if tls else None
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self.port}"
        self._own = self._authority.issue("client") if self._authority else None

    def start(self) -> None:
        assert UVICORN.exists(), "The MESH sandbox is not installed: make .venv-mesh/.installed"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        given = {"AUTH_MODE": "full", "STORE_MODE": "memory", "SHARED_KEY": SHARED_KEY}
        command = [str(UVICORN), "mesh_sandbox.api:app", "--port", str(self.port), "--no-access-log", *self._tls()]
        with (self.folder / "sandbox.log").open("ab") as log:
            self._process = subprocess.Popen(
                tied_to_parent(command, at_end=signal.SIGKILL),
                cwd=self.folder,
                env=kept | given,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        wait_until(self._answers)

    def stop(self) -> None:
        if self._process is not None:
            end(self._process, by=signal.SIGTERM, within=5)
            self._process = None

    def settings(self, port: int | None = None) -> dict[str, str]:
        """What our own service is configured with, through a proxy's port if one is given."""
        url = self.url if port is None else self.url.replace(str(self.port), str(port))
        return {
            "MESH_URL": url, "MESH_MAILBOX": OURS, "MESH_PASSWORD": PASSWORD, "MESH_SHARED_KEY": SHARED_KEY,
            "MESH_CLIENT_CERTIFICATE": str(self._own.certificate) if self._own else "",
            "MESH_CLIENT_KEY": str(self._own.key) if self._own else "",
            "MESH_CA": str(self._authority.path) if self._authority else "",
        }  # fmt: skip

    def reset(self) -> None:
        self._admin("DELETE", "/admin/reset")

    def report(self, **what: str) -> None:
        """Put a report of MESH's own, such as of a message that was never collected, into a mailbox."""
        self._admin("POST", "/messageexchange/admin/report", json=what)

    def deliver_again(self, message_id: str) -> None:
        """Put a message that was acknowledged back into its inbox, as when the acknowledgement was lost."""
        self._admin("POST", f"/admin/message/{message_id}/event", json={"status": "accepted"})

    def gone(self, message_id: str) -> None:
        """Give a message that nobody fetched back to its sender, as MESH does after five days."""
        self._admin("POST", f"/admin/message/{message_id}/event", json={"status": "undeliverable"})

    def status(self, message_id: str) -> str:
        return self._admin("GET", f"/admin/message/{message_id}").json()["status"].lower()

    def client(self, mailbox: str, **options) -> MeshClient:
        cert = (str(self._own.certificate), str(self._own.key)) if self._own else None
        verify = str(self._authority.path) if self._authority else None
        return MeshClient(self.url, mailbox, PASSWORD, SHARED_KEY.encode(), cert=cert, verify=verify, **options)

    def send(self, content: bytes, *, sender: str = SENDER, **headers) -> str:
        chunk = headers.pop("chunk", None)
        headers.setdefault("workflow_id", WORKFLOW)
        with self.client(sender) as client:
            return client.send_message(OURS, content, max_chunk_size=chunk, compress=not content, **headers)

    def inbox(self, mailbox: str = SENDER) -> list[Received]:
        """Take all that waits for this mailbox, oldest first."""
        with self.client(mailbox) as client:
            return [_take(client, message_id) for message_id in client.iterate_message_ids()]

    def _tls(self) -> list[str]:
        if self._authority is None:
            return []
        own = self._authority.issue("server")
        files = ["--ssl-certfile", own.certificate, "--ssl-keyfile", own.key, "--ssl-ca-certs", self._authority.path]
        return [*map(str, files), "--ssl-cert-reqs", "2"]

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, tail(self.folder / "sandbox.log")
        try:
            return self._admin("GET", "/health").ok
        except requests.ConnectionError:
            return False

    def _admin(self, method: str, path: str, **options) -> requests.Response:
        cert = (str(self._own.certificate), str(self._own.key)) if self._own else None
        verify = str(self._authority.path) if self._authority else None
        answer = requests.request(
            method, self.url + path, cert=cert, verify=verify, timeout=PATIENCE_SECONDS, **options
        )
        answer.raise_for_status()
        return answer


@contextmanager
def sandbox(folder: Path, *, tls: bool = False):
    made = Sandbox(folder, tls=tls)
    made.start()
    try:
        yield made
    finally:
        made.stop()


def _take(client: MeshClient, message_id: str) -> Received:
    with client.retrieve_message(message_id) as message:
        return Received(
            message_id=message_id,
            subject=message.subject or "",
            local_id=message.local_id or "",
            file_name=message.filename or "",
            workflow=message.workflow_id or "",
            checksum=message.mex_header("content-checksum", "") or "",
            content=message.read(),
        )
