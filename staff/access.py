"""Nobody opens a staff page without its permission. A page that names none is refused to everyone: it fails closed."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from ndop.errors import service_unavailable
from registry.actions.looking import NotWrittenDown
from registry.actions.staff_views import record_refusal
from registry.clock import now
from registry.permissions import Permission, may
from staff.accounts.sessions import is_staff_page
from staff.pages import AnyStaff, actor, member


class StaffPermissionMiddleware:
    """Stands after the check that someone is signed in, and asks for the `permission` that the view names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> None:
        """Refuse, and write down that it was refused."""
        if not is_staff_page(request) or not getattr(view, "login_required", True):
            return
        wanted = permission_of(view)
        if isinstance(wanted, AnyStaff) or (wanted is not None and may(member(request), wanted)):
            return
        assert request.resolver_match
        record_refusal(page=request.resolver_match.view_name, by=actor(request), at=now())
        raise PermissionDenied

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show nothing of a person whose look-up could not be written down, on whichever page it was (T16, I9)."""
        return service_unavailable(request) if isinstance(exception, NotWrittenDown) else None


def permission_of(view: Callable[..., Any]) -> Permission | AnyStaff | None:
    """Return what a view asks for; None when it says nothing."""
    return getattr(getattr(view, "view_class", view), "permission", None)
