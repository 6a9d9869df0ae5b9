"""MESH: the mailbox through which organisations send files and get their answers. One module, one client.

MESH keeps a message until it is acknowledged, gives it back to its sender after five days, and may deliver it again.
It offers no look-up of what we sent by a name of ours, so a send whose outcome is unknown is repeated: with the same
bytes, the same file name and the same checksum. Source: the MESH API catalogue and the `mesh-client` package.
"""

import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

import requests
import urllib3
from django.conf import settings
from mesh_client import MeshClient, MeshError

# The package marks itself typed, but not all of its functions are.
Client: Any = MeshClient
BLOCK = 1024**2
GONE = frozenset({404, 410})
REPORT = "REPORT"


class MeshFailure(Exception):
    """MESH did not do what we asked. The text quotes nothing that MESH or the sender wrote."""


class MeshUnavailable(MeshFailure):
    """Not reachable, cut off, or not answering as it should: the same again, later. What we sent may have arrived."""


class MessageGone(MeshFailure):
    """MESH has no such message for us any more: acknowledged, or given back to its sender."""


class MeshRefused(MeshFailure):
    """MESH does not take this message of ours, such as for a mailbox that is no more."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Heading:
    """What MESH says of a message before its content. Texts are the sender's, as the header had them (Latin-1)."""

    message_id: str
    sender: str
    workflow: str = ""
    local_id: str = ""
    file_name: str = ""
    subject: str = ""
    is_report: bool = False


class Delivery(Protocol):
    """One message that is open: its heading is read, its content not yet."""

    heading: Heading

    def blocks(self) -> Iterator[bytes]:
        """Yield the content, unpacked, a mebibyte at a time, chunk after chunk. Raises MeshUnavailable, MessageGone."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Outgoing:
    """One message to send. `sha256` is of the `size` bytes of `body`, in hex; MESH hands it on to the receiver."""

    to: str
    workflow: str
    subject: str
    local_id: str
    file_name: str
    content_type: str
    sha256: str
    body: BinaryIO
    size: int


class Mailbox(Protocol):
    """Our own mailbox."""

    def handshake(self) -> None:
        """Tell MESH that we are here; it wants that once a day. Raises MeshUnavailable."""

    def waiting(self) -> list[str]:
        """Return the ids of messages that we have not acknowledged, oldest first. Raises MeshUnavailable."""

    def open(self, message_id: str) -> AbstractContextManager[Delivery]:
        """Fetch a message, and let go of it at the end. Raises MeshUnavailable, MessageGone."""

    def acknowledge(self, message_id: str) -> None:
        """Tell MESH that we have it; a repeat changes nothing. Raises MeshUnavailable, MessageGone."""

    def send(self, message: Outgoing) -> str:
        """Send, in chunks where it is long; return MESH's id for it. Raises MeshUnavailable, MeshRefused."""

    def close(self) -> None:
        """Let go of the connections."""


class ClientMailbox:
    """The mailbox of the settings, over `mesh-client`. Not for threads."""

    def __init__(self) -> None:
        certificate = (settings.MESH_CLIENT_CERTIFICATE, settings.MESH_CLIENT_KEY)
        self._client = Client(
            settings.MESH_URL,
            settings.MESH_MAILBOX,
            settings.MESH_PASSWORD,
            shared_key=settings.MESH_SHARED_KEY.encode(),
            cert=certificate if all(certificate) else None,
            verify=settings.MESH_CA or None,
            max_chunk_size=settings.MESH_CHUNK_BYTES,
            max_retries=1,
            timeout=settings.MESH_TIMEOUT_SECONDS,
            application_name="ndop",
        )

    def handshake(self) -> None:
        """See Mailbox."""
        with _failures_named():
            self._client.handshake()

    def waiting(self) -> list[str]:
        """See Mailbox."""
        with _failures_named():
            return list(self._client.iterate_message_ids())

    @contextmanager
    def open(self, message_id: str) -> Iterator[Delivery]:
        """See Mailbox."""
        with _failures_named():
            message = self._client.retrieve_message(message_id)
        try:
            yield _Delivery(message)
        finally:
            message.close()

    def acknowledge(self, message_id: str) -> None:
        """See Mailbox."""
        with _failures_named():
            self._client.acknowledge_message(message_id)

    def send(self, message: Outgoing) -> str:
        """See Mailbox."""
        with _failures_named():
            return str(
                self._client.send_message(
                    message.to,
                    {"Body": message.body, "ContentLength": message.size},
                    # MESH refuses a message without content, so an empty result travels packed.
                    compress=message.size == 0,
                    workflow_id=message.workflow,
                    subject=message.subject,
                    filename=message.file_name,
                    content_type=message.content_type,
                    checksum=f"sha256:{message.sha256}",
                    **({"local_id": message.local_id} if message.local_id else {}),
                )
            )

    def close(self) -> None:
        """See Mailbox."""
        self._client.close()


class _Delivery:
    def __init__(self, message: Any) -> None:
        self._message = message
        self.heading = Heading(
            message_id=message.id(),
            sender=(message.sender or "").strip().upper(),
            workflow=message.workflow_id or "",
            local_id=message.local_id or "",
            file_name=message.filename or "",
            subject=message.subject or "",
            is_report=(message.message_type or "").upper() == REPORT,
        )

    def blocks(self) -> Iterator[bytes]:
        """See Delivery."""
        while True:
            with _failures_named():
                block = self._message.read(BLOCK)
            if not block:
                return
            yield block


@contextmanager
def _failures_named() -> Iterator[None]:
    try:
        yield
    except requests.HTTPError as error:
        status = 0 if error.response is None else error.response.status_code
        raise (MessageGone if status in GONE else MeshUnavailable)(f"answered {status}") from None
    except MeshError:
        raise MeshRefused("MESH refused the message") from None
    except (
        requests.RequestException,
        urllib3.exceptions.HTTPError,
        zlib.error,
        OSError,
        KeyError,
        ValueError,
    ) as error:
        raise MeshUnavailable(type(error).__name__) from None


def get_mailbox() -> Mailbox:
    """Return the mailbox of the settings."""
    return ClientMailbox()
