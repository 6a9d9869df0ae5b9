"""Headers that every answer carries, error pages and static files included (trust.md 6.1)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
        "fullscreen", "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection",
        "interest-cohort", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get",
        "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip
KEYS_OFF, KEYS_ON = "publickey-credentials-get=()", "publickey-credentials-get=(self)"
STAFF_PATHS = "/staff/"
ALWAYS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}


class HeadersMiddleware:
    """Personal pages are never stored: `no-store` unless a view chose to be cached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", permissions_policy(request.path))
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        if "no-store" in response["Cache-Control"]:
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response


def permissions_policy(path: str) -> str:
    """Everything off; only staff, on their own pages, sign in with security keys."""
    return PERMISSIONS_POLICY.replace(KEYS_OFF, KEYS_ON) if path.startswith(STAFF_PATHS) else PERMISSIONS_POLICY
