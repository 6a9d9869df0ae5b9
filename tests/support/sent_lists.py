"""Sending lists by the website, as a browser without a script and as the script do."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from registry.models import DataFlow
from registry.sample_list import sample_list


def at(name: str, *args: object) -> str:
    return reverse(f"organisations:{name}", args=args)


def sent(client: Client, to: DataFlow, data: bytes | None = None, **fields: Any):
    """Send a list for the flow `to` with the form."""
    file = SimpleUploadedFile("list.csv", sample_list() if data is None else data)
    return client.post(at("check-new"), {"flow": to.public_id, "mode": "real", "list": file} | fields)


def begin(client: Client, to: DataFlow, size: int, **fields: Any):
    """Announce a list that comes in parts."""
    typed = {"flow": to.public_id, "mode": "test", "file_name": "a.csv", "size": size}
    return client.post(at("upload-begin"), typed | fields)


def send_part(client: Client, upload: dict[str, Any], starts_at: int, data: bytes):
    kind = "application/octet-stream"
    return client.post(upload["parts"], data, content_type=kind, headers={"Upload-Offset": str(starts_at)})
