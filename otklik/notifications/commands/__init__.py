"""Every write to deliveries."""

from otklik.notifications.commands.again import cancel_delivery, send_again
from otklik.notifications.commands.progress import (
    cancel_unwanted,
    mark_failed,
    mark_held,
    mark_sent,
    note_attempt,
)
from otklik.notifications.commands.queue import Notice, queue

__all__ = [
    "Notice",
    "cancel_delivery",
    "cancel_unwanted",
    "mark_failed",
    "mark_held",
    "mark_sent",
    "note_attempt",
    "queue",
    "send_again",
]
