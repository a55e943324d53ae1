"""A ticket's events as sentences: who did what, from what to what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.clients.contract_cover import Why
from otklik.clients.contract_queries import contract_named
from otklik.clients.place_queries import asset_named, site_named
from otklik.clients.queries import company_name
from otklik.clients.settings import CONTRACTS
from otklik.core.actors import ActorKind
from otklik.fields.queries import PREFIX
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.queries import workflow
from otklik.tickets.queries.explanations import explanation_with_code
from otklik.web import custom_fields
from otklik.web.contract_words import why_chosen
from otklik.web.typography import localtime

if TYPE_CHECKING:
    from otklik.core.models import Event

WITH_MESSAGE = frozenset(
    {
        "ticket.registered",
        "message.received",
        "reply.sent",
        "reply.scheduled",
        "reply.cancelled",
        "note.added",
    }
)
"""Kinds whose message stands in the thread itself; they need no line of their own there."""


@dataclass(frozen=True, slots=True)
class Line:
    """One event: its sign, who, what (may be empty: the changes say it), (label, from, to), when."""

    id: int
    icon: str
    who: str
    what: str
    changes: tuple[tuple[str, str, str], ...]
    at: datetime
    batch: str


def line_of(event: Event, names: Mapping[tuple[str, int], str], actor: Actor | None = None) -> Line:
    """The event as a line; `names` are contacts' names by (kind, id), as staff names are in memory. `actor`:
    for whose eyes values of custom fields are; without one they are not told."""
    icon, what = _WHAT.get(event.kind, ("info", lambda: event.kind))
    changes = _changes(event, actor)
    moved = event.kind in _MOVES and any(change["field"] == "status" for change in event.changes)
    said = "" if moved else what()
    if event.kind in _TOLD:
        said = _TOLD[event.kind](event) or said
    return Line(
        event.pk,
        icon,
        _who(event, names),
        said,
        changes,
        event.at,
        str(event.batch_id) if event.batch_id else "",
    )


def _who(event: Event, names: Mapping[tuple[str, int], str]) -> str:
    if event.actor_kind == ActorKind.SYSTEM:
        return "Otklik"
    if event.actor_kind == ActorKind.AGENT:
        agent = staff().agents.get(event.actor_id or 0)
        return agent.name if agent else _("an employee")
    return names.get((event.actor_kind, event.actor_id or 0), _("the client"))


def _registered(event: Event) -> str:
    said = [part for part in (_assigned(event), _under(event)) if part]
    return ", ".join([_("ticket registered"), *said]) if said else ""


def _under(event: Event) -> str:
    number, why = contract_named(event.data.get("contract")), event.data.get("contract_why")
    if not number or not CONTRACTS.get():
        return ""
    reason = f" ({why_chosen(Why(str(why)))})" if why else ""
    return _("contract %(number)s") % {"number": number} + reason


def _assigned(event: Event) -> str:
    why = str(event.data.get("why") or "")
    return _("assigned by rule (%(why)s)") % {"why": _reason(why)} if why else ""


def _postponed(event: Event) -> str:
    until = event.data.get("until")
    moment = localtime(datetime.fromisoformat(str(until))) if until else ""
    return _("postponed until %(moment)s") % {"moment": moment} if moment else ""


def _closed(event: Event) -> str:
    if event.data.get("outcome"):
        reason = explanation_with_code(str(event.data.get("why")))
        return _("closed as not processed (%(why)s)") % {"why": reason.name if reason else "?"}
    if event.data.get("withdrawn"):
        return _("withdrawn by the client")
    return _CLOSED_BY[str(event.data.get("by"))]() if event.data.get("by") in _CLOSED_BY else ""


def _rated(event: Event) -> str:
    before, after = next(((c["from"], c["to"]) for c in event.changes if c["field"] == "rating"), (None, ""))
    if before is None:
        return _("rated: %(rating)s of 5") % {"rating": after}
    return _("rating changed: %(before)s → %(after)s of 5") % {"before": before, "after": after}


def _complained(event: Event) -> str:
    return _("low rating: the lead is told") if event.data.get("why") == "rating" else ""


_MANAGED = {
    "site": lambda: _("who looks after the site"),
    "contact": lambda: _("who looks after the contact"),
    "company": lambda: _("who looks after the company"),
}
_CLOSED_BY = {
    "time": lambda: _("closed automatically"),
    "rating": lambda: _("closed: the client is satisfied"),
    "client": lambda: _("closed: the client confirmed"),
}
_TOLD: Mapping[str, Callable[[Event], str]] = {
    "ticket.registered": _registered,
    "ticket.assigned": _assigned,
    "ticket.postponed": _postponed,
    "ticket.closed": _closed,
    "ticket.rated": _rated,
    "ticket.complained": _complained,
}
"""Kinds whose sentence says more than the kind; empty: no more than that."""


def _reason(why: str) -> str:
    kind, _colon, name = why.partition(":")
    known = {
        "service": _("service %(name)s"),
        "account": _("mailbox %(name)s"),
        "dispatch": _("nothing chosen"),
        "manager": _MANAGED.get(name, lambda: "")(),
    }
    # Any other reason is somebody's own words, with whatever signs they hold.
    return known[kind] % {"name": name} if kind in known else why


def _changes(event: Event, actor: Actor | None) -> tuple[tuple[str, str, str], ...]:
    """(label, from, to) of what changed; no label where the sentence or the value says it already."""
    said_by_kind = _SAID.get(event.kind, "")
    if event.kind in ("ticket.rated", "ticket.bound", "ticket.unbound"):
        return ()
    left_out = event.kind in ("ticket.taken", "ticket.released")
    return tuple(
        custom_fields.change_words(actor, event.subject_kind, change)
        if str(change["field"]).startswith(PREFIX)
        else _change(change, named=change["field"] not in (said_by_kind, "status"))
        for change in event.changes
        if not (left_out and change["field"] == "assignee")
    )


def _change(change: Mapping[str, object], *, named: bool) -> tuple[str, str, str]:
    field = str(change["field"])
    label, show = _FIELDS.get(field, (lambda: field, _plain))
    return label() if named else "", show(change["from"]), show(change["to"])


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _moment(value: object) -> str:
    return localtime(datetime.fromisoformat(value)) if isinstance(value, str) else ""


def _status(value: object) -> str:
    found = workflow().by_code.get(str(value))
    return str(found.name) if found else _plain(value)


def _agent(value: object) -> str:
    found = staff().agents.get(value) if isinstance(value, int) else None
    return found.name if found else ""


def _team(value: object) -> str:
    found = staff().teams.get(value) if isinstance(value, int) else None
    return str(found.name) if found else ""


def _observer(value: object) -> str:
    kind, _colon, key = str(value or "").partition(":")
    if not key.isdecimal():
        return ""
    return _agent(int(key)) if kind == "agent" else _team(int(key))


def _named(rows: Callable[[], Mapping[int, object]]) -> Callable[[object], str]:
    def show(value: object) -> str:
        if isinstance(value, list):
            return ", ".join(str(rows().get(pk, "")) for pk in value)
        return str(rows().get(value, "")) if isinstance(value, int) else ""

    return show


def _company(value: object) -> str:
    return company_name(value) if isinstance(value, int) else ""


def _hidden(_value: object) -> str:
    return ""


_FIELDS: Mapping[str, tuple[Callable[[], str], Callable[[object], str]]] = {
    "status": (lambda: _("Status"), _status),
    "team": (lambda: _("Team"), _team),
    "assignee": (lambda: _("Assignee"), _agent),
    "priority": (lambda: _("Priority"), _named(lambda: catalogue().priorities)),
    "service": (lambda: _("Service"), _named(lambda: catalogue().services)),
    "type": (lambda: _("Type"), _named(lambda: catalogue().types)),
    "categories": (lambda: _("Categories"), _named(lambda: catalogue().categories)),
    "subject": (lambda: _("Subject"), _plain),
    "rating": (lambda: _("Rating"), _plain),
    "due_at": (lambda: _("Resolve by"), _moment),
    "react_by": (lambda: _("Answer by"), _moment),
    "observer": (lambda: _("Watching"), _observer),
    "contact": (lambda: _("Contact"), _hidden),
    "company": (lambda: _("Company"), _company),
    "site": (lambda: _("Site"), site_named),
    "asset": (lambda: _("Equipment"), asset_named),
    "contract": (lambda: _("Contract"), contract_named),
    "contact_phone": (lambda: _("Phone"), _hidden),
}

_MOVES = frozenset({"ticket.status_changed", "ticket.resolved", "ticket.closed"})
"""Kinds whose sentence is the move itself: `В работе → Выполнена`."""

_SAID = {"ticket.assigned": "assignee", "ticket.observers_changed": "observer"}
"""The field that the sentence of a kind is about."""

_WHAT: Mapping[str, tuple[str, Callable[[], str]]] = {
    "ticket.registered": ("plus", lambda: _("ticket registered")),
    "message.received": ("mail", lambda: _("message received")),
    "reply.scheduled": ("clock", lambda: _("reply is about to be sent")),
    "reply.cancelled": ("x", lambda: _("reply called back")),
    "reply.sent": ("reply", lambda: _("reply sent")),
    "note.added": ("lock", lambda: _("note added")),
    "ticket.assigned": ("user", lambda: _("assigned")),
    "ticket.taken": ("hand", lambda: _("ticket taken")),
    "ticket.released": ("user", lambda: _("given back to the team")),
    "ticket.status_changed": ("s-work", lambda: _("status changed")),
    "ticket.postponed": ("pause", lambda: _("postponed")),
    "ticket.returned": ("play", lambda: _("back from postponing")),
    "ticket.client_reminded": ("bell", lambda: _("the client was reminded of the question")),
    "ticket.rated": ("star", lambda: _("rated")),
    "ticket.complained": ("warn", lambda: _("complaint: the lead is told")),
    "ticket.reviewed": ("check", lambda: _("rating or complaint reviewed")),
    "ticket.resolved": ("s-done", lambda: _("resolved")),
    "ticket.closed": ("s-closed", lambda: _("closed")),
    "ticket.reopened": ("refresh", lambda: _("reopened")),
    "ticket.edited": ("edit", lambda: _("changed")),
    "ticket.bound": ("user-plus", lambda: _("bound to a client")),
    "ticket.unbound": ("undo", lambda: _("binding to a client undone")),
    "ticket.observers_changed": ("eye", lambda: _("watching changed")),
    "ticket.linked": ("link", lambda: _("linked")),
    "ticket.planned": ("clock", lambda: _("deadline")),
    "sla.warned": ("clock", lambda: _("a deadline is near")),
    "sla.breached": ("warn", lambda: _("a deadline is past")),
    "ticket.deleted": ("trash", lambda: _("deleted")),
    "ticket.restored": ("refresh", lambda: _("restored")),
    "delivery.queued": ("send", lambda: _("mail about to be sent")),
    "ticket.link_asked": ("mail", lambda: _("asked by number and e-mail for the link")),
    "confirmation.withheld": ("warn", lambda: _("not confirmed: too many letters to this address")),
    "delivery.failed": ("warn", lambda: _("a mail did not go out")),
    "letter.withheld": ("warn", lambda: _("a letter was held back: too many to one address within an hour")),
    "address.failed": ("warn", lambda: _("mails do not reach an address")),
    "address.cleared": ("check", lambda: _("an address takes mails again")),
    "delivery.cancelled": ("x", lambda: _("a mail was called back")),
    "automation.stopped": ("ban", lambda: _("automation stopped: too many steps followed from one another")),
}
