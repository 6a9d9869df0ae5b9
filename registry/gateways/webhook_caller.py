"""Calls an address that an organisation gave us: never an inner one, never where it redirects to (trust.md T37).

The name is resolved here, every address it has must be outside, and the connection goes to one of those addresses, so
that a name cannot change its meaning between the look and the call.
"""

import ipaddress
import socket
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

import urllib3
from django.conf import settings
from urllib3.exceptions import HTTPError

SUCCESS = range(200, 300)
PORTS = (443, 8443)


class AddressRefused(Exception):
    """We do not call such an address. `reason` is scheme, shape, port, unknown or inside."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CallFailed(Exception):
    """Nobody answered, or not with a 2xx. The message is a code of ours or a status, never what was answered."""


def check_address(url: str) -> tuple[SplitResult, str]:
    """Return the parts of an address that may be called, and the IP address to call. Raises AddressRefused.

    In the demonstration receivers run on this machine, so there plain HTTP and inner addresses are allowed.
    """
    parts = _parts(url)
    addresses = _resolve(parts)
    if not settings.NDOP_DEMO and not all(_is_outside(address) for address in addresses):
        raise AddressRefused("inside")
    return parts, addresses[0]


def call(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    """POST the body. Raises AddressRefused, CallFailed; a redirect is a failure."""
    parts, address = check_address(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = {"Host": parts.netloc.rpartition("@")[2]}
    try:
        with _pool(parts, address) as pool:
            answer = pool.urlopen(
                "POST", path, body, {**headers, **host}, retries=False, redirect=False, preload_content=False
            )
            answer.close()  # whatever else it says: the status is all that counts
    except (HTTPError, OSError) as error:
        raise CallFailed(type(error).__name__) from None
    if answer.status not in SUCCESS:
        raise CallFailed(f"answered {answer.status}")


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused("shape") from None
    if not parts.hostname or parts.username is not None or parts.fragment or not url.isascii() or not url.isprintable():
        raise AddressRefused("shape")
    if parts.scheme != "https" and not (settings.NDOP_DEMO and parts.scheme == "http"):
        raise AddressRefused("scheme")
    if port not in {None, *PORTS} and not settings.NDOP_DEMO:
        raise AddressRefused("port")
    return parts


def _resolve(parts: SplitResult) -> list[str]:
    """Return the addresses of a name, however it is written: 127.1 and 2130706433 are 127.0.0.1."""
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AddressRefused("unknown") from None
    return [str(where[0]) for *_, where in found]


def _is_outside(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    translated = address in ipaddress.ip_network("64:ff9b::/96")
    return address.is_global and not address.is_multicast and not translated and (inner is None or inner.is_global)


def _pool(parts: SplitResult, address: str) -> urllib3.HTTPConnectionPool:
    """Connect to the address that was looked at; the certificate must be the name's."""
    timeout = urllib3.Timeout(connect=settings.PROVIDER_TIMEOUT, read=settings.PROVIDER_TIMEOUT)
    if parts.scheme == "http":
        return urllib3.HTTPConnectionPool(address, parts.port or 80, timeout=timeout)
    name = parts.hostname
    return urllib3.HTTPSConnectionPool(
        address,
        parts.port or 443,
        timeout=timeout,
        server_hostname=name,
        assert_hostname=name,
        cert_reqs="CERT_REQUIRED",
    )
