"""The one place that decides which address a request came from (trust.md T06).

Only a proxy named in TRUSTED_PROXIES may say whom it speaks for, and only its own, right-most entry counts:
everything to the left of it was written by the client and can be forged.
"""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

IPV4_NETWORK = 32
IPV6_NETWORK = 64
NO_PEER = "0.0.0.0"  # noqa: S104 - stands for the peer of a unix socket, which has no address


class ClientAddressMiddleware:
    """Store the true address as `request.client_address` and drop the header, so that nobody else reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.client_address = find_address(request.META)  # type: ignore[attr-defined]  # ours, read by client_address()
        request.client_network = client_network(request)  # type: ignore[attr-defined]  # read by views that limit
        request.META.pop("HTTP_X_FORWARDED_FOR", None)
        if not is_trusted(_read(request.META.get("REMOTE_ADDR", "")) or NO_PEER):
            # Only a proxy may say that the visitor came by HTTPS, or with which certificate.
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
            request.META.pop(f"HTTP_{settings.CLIENT_CERTIFICATE_HEADER.upper().replace('-', '_')}", None)
        return self.get_response(request)


def client_address(request: HttpRequest) -> str:
    """Return the address found by the middleware."""
    return str(request.client_address)  # type: ignore[attr-defined]  # set by ClientAddressMiddleware


def client_network(request: HttpRequest) -> str:
    """Return what limits count by: one IPv4 address, or the /64 that an IPv6 subscriber owns whole."""
    address = ipaddress.ip_address(client_address(request))
    length = IPV4_NETWORK if address.version == 4 else IPV6_NETWORK  # noqa: PLR2004 - the protocol's own number
    return str(ipaddress.ip_network(f"{address}/{length}", strict=False))


def find_address(meta: dict[str, str]) -> str:
    """Walk from the peer leftwards through trusted proxies; the first address not ours is the client."""
    address = _read(meta.get("REMOTE_ADDR", "")) or NO_PEER
    hops = [part.strip() for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    while hops and is_trusted(address):
        hop = _read(hops.pop())
        if not hop:
            break
        address = hop
    return address


def is_trusted(address: str) -> bool:
    """True for the addresses of our own proxies."""
    return any(ipaddress.ip_address(address) in network for network in settings.TRUSTED_PROXIES)


def _read(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    # A dual-stack socket writes IPv4 peers as ::ffff:192.0.2.1, and all of them would share one /64.
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)
