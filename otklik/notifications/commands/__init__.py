"""Every write to deliveries."""

from otklik.notifications.commands.again import cancel_delivery, send_again, send_held
from otklik.notifications.commands.failing import (
    clear_address,
    heard_from,
    note_failing,
    note_failing_address,
)
from otklik.notifications.commands.gather import gather, pause_before
from otklik.notifications.commands.letters import (
    begin_house_letter,
    letter_returned,
    note_letter_attempt,
    pass_over_letter,
    send_held_letters,
    send_letter_again,
    settle_letter,
)
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
from otklik.notifications.commands.texts import reset_template, set_template
from otklik.notifications.text_places import TextPlace

__all__ = [
    "Notice",
    "TextPlace",
    "ask_link",
    "begin_attempt",
    "begin_house_letter",
    "cancel_delivery",
    "cancel_unwanted",
    "clear_address",
    "gather",
    "heard_from",
    "letter_returned",
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
    "pass_over_letter",
    "pause_before",
    "queue",
    "request_link",
    "reset_template",
    "send_again",
    "send_held",
    "send_held_letters",
    "send_letter_again",
    "set_template",
    "settle_letter",
]
