"""The delivered views of the list: named conditions over what an actor may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from otklik.core import clock
from otklik.people.actor import Actor
from otklik.tickets.enums import Rank, State
from otklik.tickets.models import Observer
from otklik.tickets.queries.complaints import LOW


@dataclass(frozen=True)
class View:
    """A view's code, name, condition, and whether it looks at open tickets only."""

    code: str
    name: object
    icon: str
    condition: Callable[[Actor], Q]
    over_open: bool = True
    counted: bool = True


def _mine(actor: Actor) -> Q:
    return Q(assignee_id=actor.agent_id)


def _observed(actor: Actor) -> Q:
    return Q(Exists(Observer.objects.filter(agent_id=actor.agent_id or 0, ticket_id=OuterRef("pk"))))


def _overdue(_actor: Actor) -> Q:
    return Q(due_sort__lt=clock.now())


def _unconfirmed(_actor: Actor) -> Q:
    """Done, and the client has not said yes or no."""
    return Q(resolved_at__isnull=False, closed_at__isnull=True)


def _low(_actor: Actor) -> Q:
    return Q(review_since__isnull=False, rating__lte=LOW.get())


def _complaints(_actor: Actor) -> Q:
    return Q(review_since__isnull=False, complaint_at__isnull=False)


@dataclass(frozen=True)
class Today:
    """Now, and the end of the reader's day."""

    now: datetime
    end: datetime


def today() -> Today:
    """Of the reader's time zone."""
    now = clock.now()
    local = now.astimezone(timezone.get_current_timezone())
    end = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return Today(now, end.astimezone(UTC))


_VIEWS = (
    View("mine", gettext_lazy("My open"), "user", _mine),
    View("all", gettext_lazy("All open"), "list", lambda _actor: Q()),
    View("unassigned", gettext_lazy("Unassigned"), "hand", lambda _actor: Q(assignee__isnull=True)),
    View("overdue", gettext_lazy("Overdue"), "warn", _overdue),
    View("postponed", gettext_lazy("Postponed"), "pause", lambda _actor: Q(state=State.POSTPONED)),
    View("unconfirmed", gettext_lazy("Unconfirmed"), "s-done", _unconfirmed, over_open=False),
    View("low", gettext_lazy("Low ratings"), "star", _low, over_open=False),
    View("complaints", gettext_lazy("Complaints"), "warn", _complaints, over_open=False),
    View("observed", gettext_lazy("Watched by me"), "eye", _observed),
    View("unlinked", gettext_lazy("Unlinked"), "org", lambda _actor: Q(contact__isnull=True)),
    View(
        "archive", gettext_lazy("All tickets"), "layers", lambda _actor: Q(), over_open=False, counted=False
    ),
)
VIEWS: Mapping[str, View] = {view.code: view for view in _VIEWS}
DEFAULT = "all"
JUDGED = ("low", "complaints")
"""Views of what waits for a lead's look, open or not."""

PULSE: Mapping[str, Callable[[Today], Q]] = {
    "waiting": lambda _today: Q(rank=Rank.CLIENT_WAITS),
    "overdue": lambda today: Q(due_sort__lt=today.now),
    "today": lambda today: Q(due_sort__gte=today.now, due_sort__lt=today.end),
    "unassigned": lambda _today: Q(assignee__isnull=True),
    "postponed": lambda _today: Q(state=State.POSTPONED),
}
"""The quick filters above a list, each with its live number."""
