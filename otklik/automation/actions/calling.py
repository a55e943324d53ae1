"""The action that calls another program by its address."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.automation.actions.doing import Action, Doing, Values
from otklik.automation.actions.registry import declare
from otklik.automation.events import WEBHOOK_QUEUED
from otklik.core.configuring.kinds import Text, Wrong
from otklik.core.configuring.shapes import Field
from otklik.core.events import Subject, record
from otklik.core.pinned import NotReached, checked


def _call(doing: Doing, values: Values) -> None:
    """Queued here and sent by the worker, with retries; the body is made when it is sent."""
    data = {
        "url": values["url"],
        "rule": dict(doing.name.texts),
        "on": doing.event.kind if doing.event is not None else "",
        "event": str(doing.event.uid) if doing.event is not None else "",
    }
    subject = Subject("ticket", doing.ticket.pk, doing.ticket.pk)
    record(WEBHOOK_QUEUED, doing.actor.ref, subject, data=data)


def _address(typed: str) -> str:
    try:
        checked(typed, any_port=True)
    except NotReached as error:
        raise Wrong(gettext("Enter an address that begins with https:// or http://.")) from error
    return typed


declare(
    Action(
        "webhook",
        _("Call another program"),
        _("More work"),
        _call,
        (
            Field(
                "url",
                _("Address"),
                Text(limit=1000, check=_address, type="url"),
                _("The ticket is sent there as signed JSON. Addresses of inner networks are refused."),
                required=True,
            ),
        ),
        lambda shown: gettext("call %(url)s") % shown,
        # Not in a macro: an employee's own would send tickets wherever they like.
        needs_event=True,
    ),
)
