"""Every write to deliveries."""

from otklik.notifications.commands.again import cancel_delivery, send_again
from otklik.notifications.commands.contract_letters import note_letter_attempt, settle_letter
from otklik.notifications.commands.failing import (
    clear_address,
    heard_from,
    note_failing,
    note_failing_address,
)
from otklik.notifications.commands.gather import gather, pause_before
from otklik.notifications.commands.link import ask_link, look_up_link, request_link
from otklik.notifications.commands.progress import (
    begin_attempt,
    cancel_unwanted,
    mark_bounced,
    mark_failed,
    mark_held,
    mark_sent,
    note_attempt,
    note_delay,
)
from otklik.notifications.commands.queue import Notice, queue
from otklik.notifications.commands.texts import TextPlace, reset_template, set_template

__all__ = [
    "Notice",
    "TextPlace",
    "ask_link",
    "begin_attempt",
    "cancel_delivery",
    "cancel_unwanted",
    "clear_address",
    "gather",
    "heard_from",
    "look_up_link",
    "mark_bounced",
    "mark_failed",
    "mark_held",
    "mark_sent",
    "note_attempt",
    "note_delay",
    "note_failing",
    "note_failing_address",
    "note_letter_attempt",
    "pause_before",
    "queue",
    "request_link",
    "reset_template",
    "send_again",
    "set_template",
    "settle_letter",
]
