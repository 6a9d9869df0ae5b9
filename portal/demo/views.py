"""The post room: every email, text and letter that the demonstration sent. Synthetic people only."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.actions.demo_organisations import current_member_codes
from registry.actions.demo_staff import current_codes
from registry.clock import now
from registry.models import MessageChannel, PostRoomItem
from registry.queries.post_room import post_room_item, post_room_items

# Emails carry their styles in the markup, as mail programs need it. The sandbox gives the page an origin of its own,
# without scripts, forms or our cookies.
EMAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
# What Chromium's own viewer adds around a PDF: one embedded object and its style.
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@login_not_required
@require_safe
def post_room(request: HttpRequest) -> HttpResponse:
    """List messages, newest first; `?channel=sms` shows one kind. An unknown kind shows all."""
    wanted = request.GET.get("channel", "")
    channel = wanted if wanted in MessageChannel.values else ""
    context = {"items": post_room_items(channel), "channel": channel, "channels": MessageChannel}
    return render(request, "portal/demo/post-room.jinja", context)


@login_not_required
@require_safe
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Show one message as text, with ways to its HTML or PDF."""
    return render(request, "portal/demo/post-room-item.jinja", {"item": _found(item_id)})


@login_not_required
@require_safe
def email_html(_request: HttpRequest, item_id: int) -> HttpResponse:
    """Show an email as a mail program would."""
    found = _found(item_id)
    if not found.html:
        raise Http404
    return HttpResponse(found.html, headers={"Content-Security-Policy": EMAIL_POLICY})


@login_not_required
@require_safe
def letter(_request: HttpRequest, item_id: int) -> HttpResponse:
    """Show a letter in the browser's PDF viewer."""
    found = _found(item_id)
    if not found.pdf:
        raise Http404
    headers = {
        "Content-Disposition": f'inline; filename="letter-{found.pk}.pdf"',
        "Content-Security-Policy": PDF_POLICY,
    }
    return HttpResponse(bytes(found.pdf), content_type="application/pdf", headers=headers)


@login_not_required
@require_safe
def staff_codes(request: HttpRequest) -> HttpResponse:
    """Show what the authenticator apps of those who sign in show: the made-up staff, and organisations' people."""
    at = now()
    codes = {"codes": current_codes(at=at), "member_codes": current_member_codes(at=at)}
    return render(request, "portal/demo/staff-codes.jinja", codes)


def _found(item_id: int) -> PostRoomItem:
    found = post_room_item(item_id)
    if found is None:
        raise Http404
    return found
