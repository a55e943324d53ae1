"""The letters whose texts an administrator writes: what they are called, and when they go out."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from otklik.core.configuring.kinds import Label
from otklik.notifications.enums import STAFF_TEXTS, TextKind

KINDS: Mapping[TextKind, tuple[Label, Label]] = {
    TextKind.CONFIRMATION: (
        gettext_lazy("Registered"),
        gettext_lazy("To whoever asked, as soon as the request is registered."),
    ),
    TextKind.REPLY: (gettext_lazy("Answer"), gettext_lazy("With an employee's answer.")),
    TextKind.CLARIFICATION: (gettext_lazy("Question"), gettext_lazy("When we wait for the client's answer.")),
    TextKind.DONE: (
        gettext_lazy("Completed"),
        gettext_lazy("With the solution; the rating follows by itself."),
    ),
    TextKind.REMINDER: (gettext_lazy("Reminder"), gettext_lazy("When a question stays unanswered.")),
    TextKind.STATUS: (
        gettext_lazy("Another status"),
        gettext_lazy("When the request comes to a status that is announced."),
    ),
    TextKind.FRAME: (gettext_lazy("Around every letter"), gettext_lazy("A greeting, a signature, a footer.")),
    TextKind.REGISTERED: (gettext_lazy("New ticket"), gettext_lazy("To the assignee, else to the team.")),
    TextKind.ASSIGNED: (gettext_lazy("Assigned"), gettext_lazy("To whom, or to whose team, it is given.")),
    TextKind.MESSAGE: (
        gettext_lazy("The client wrote"),
        gettext_lazy("To the assignee, else to the team, and to observers."),
    ),
    TextKind.MENTION: (gettext_lazy("Mentioned"), gettext_lazy("To whom a colleague names with @.")),
    TextKind.RETURNED: (
        gettext_lazy("Postponed no longer"),
        gettext_lazy("To the assignee, when the moment has come."),
    ),
    TextKind.COMPLAINT: (gettext_lazy("Complaint"), gettext_lazy("To the lead: a client is not content.")),
    TextKind.DEADLINE: (
        gettext_lazy("Deadline"),
        gettext_lazy("When a promised time is nearly or quite used up."),
    ),
}


def is_to_staff(kind: TextKind) -> bool:
    """Whether employees read it, not clients."""
    return kind in STAFF_TEXTS
