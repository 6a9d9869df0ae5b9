"""Reads of the demonstration's post room."""

from registry.models import PostRoomItem

SHOWN = 100


def post_room_items(channel: str = "") -> list[PostRoomItem]:
    """Return the newest hundred messages, of one channel or of all, without their PDFs."""
    items = PostRoomItem.objects.order_by("-pk").defer("pdf", "html")
    return list((items.filter(channel=channel) if channel else items)[:SHOWN])


def post_room_item(item_id: int) -> PostRoomItem | None:
    """Return one message with all of its parts."""
    return PostRoomItem.objects.filter(pk=item_id).first()
