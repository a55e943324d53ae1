"""The questions in their order, and the frame around each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.channels.mail.queries import fetched_servers
from otklik.web.portal_frame import frame_for


@dataclass(frozen=True)
class Step:
    """A line of the row of steps: `state` is done, now or later; a mailbox put off stays later. `url`: where
    one may go; empty for where one is, for the first question, which is asked once, and while nobody has
    answered it."""

    number: int
    title: str
    url: str
    state: str


def framed(current: str) -> dict[str, object]:
    """What every page of the wizard is given."""
    return {"portal": frame_for(None), "steps": _steps(current)}


def _steps(current: str) -> Sequence[Step]:
    titles = {
        "welcome": _("Who are you?"),
        "welcome-mailbox": _("Your mailbox"),
        "welcome-colleagues": _("Your colleagues"),
        "welcome-proof": _("A letter and an answer"),
    }
    place = list(titles).index(current)
    states = ["done"] * place + ["now"] + ["later"] * (len(titles) - place - 1)
    if place > 1 and not fetched_servers():
        states[1] = "later"
    return [
        Step(number, title, "" if name in ("welcome", current) or not place else reverse(name), state)
        for number, ((name, title), state) in enumerate(zip(titles.items(), states, strict=True), 1)
    ]
