"""What narrows a list of requests, as it stands in its address: words, open or completed, service, person,
period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.clients.level_queries import open_companies
from otklik.clients.queries import people_of_company
from otklik.core import clock
from otklik.people.actor import Actor
from otklik.portal.choosing import offered
from otklik.tickets.queries.portal import Asked

PERIODS = {"month": 30, "quarter": 91, "year": 365}
"""Days back, counted from the beginning of today."""


@dataclass(frozen=True)
class Narrowing:
    """The address taken apart, and what its page offers."""

    here: str
    own: bool
    words: str
    state: str
    chosen: Mapping[str, str]
    asked: Asked
    services: Sequence[tuple[str, str]]
    people: Sequence[tuple[str, str]]
    companies: Sequence[tuple[str, str]]
    periods: Sequence[tuple[str, str]]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the tab is chosen."""
        return bool(self.words or self.chosen)

    @property
    def is_all_own(self) -> bool:
        """Everything of one's own, nothing left out but what is completed."""
        return self.own and not self.state and not self.is_narrowed

    def url(self, **changes: str) -> str:
        """This list with something else; an empty value leaves the name out."""
        values = {"q": self.words, "state": self.state, **self.chosen, **changes}
        query = urlencode({name: value for name, value in values.items() if value})
        return f"{self.here}?{query}" if query else self.here


def narrowing_of(get: Mapping[str, str], actor: Actor, here: str, *, own: bool) -> Narrowing:
    """Read the address. What it names that is not there finds nothing or is left out, never a fault."""
    state = "closed" if get.get("state") == "closed" else ""
    names = ("service", "period") if own else ("service", "company", "person", "period")
    chosen = {name: get[name][:80] for name in names if get.get(name)}
    asked = Asked(
        own=own,
        closed=state == "closed",
        services=_below(chosen["service"]) if "service" in chosen else None,
        contact=chosen.get("person", ""),
        company=chosen.get("company", ""),
        since=_since(chosen.get("period", "")),
        after=get.get("after", ""),
    )
    return Narrowing(
        here=here,
        own=own,
        words=get.get("q", "").strip()[:200],
        state=state,
        chosen=chosen,
        asked=asked,
        services=_services(actor),
        people=() if own else people_of_company(actor),
        companies=() if own else open_companies(actor),
        periods=[
            ("month", _("for 30 days")),
            ("quarter", _("for 3 months")),
            ("year", _("for a year")),
        ],
    )


def _services(actor: Actor) -> list[tuple[str, str]]:
    """The packages of what this client may order, or the services where there are none: what people remember
    a request by."""
    known = catalogue()
    roots = {root.pk: root for root in (known.path_of(service)[0] for service in offered(actor))}
    return [(root.code, str(root.name)) for root in roots.values()]


def _below(code: str) -> list[int]:
    """The service with this code and all below it."""
    known = catalogue().services.values()
    top = next((row for row in known if row.code == code), None)
    return [row.pk for row in known if top is not None and row.path.startswith(top.path)]


def _since(period: str) -> datetime | None:
    if period not in PERIODS:
        return None
    today = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=PERIODS[period])
