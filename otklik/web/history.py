"""A ticket's events as sentences: who did what, from what to what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.automation.explaining.why import is_explained
from otklik.catalogue.queries import catalogue
from otklik.clients.contract_cover import Why
from otklik.clients.contract_queries import contract_named
from otklik.clients.place_queries import asset_named, site_named
from otklik.clients.queries import company_name, contact_name
from otklik.clients.settings import CONTRACTS
from otklik.core.actors import ActorKind
from otklik.fields.queries import PREFIX
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.queries import workflow
from otklik.tickets.queries.routes import stage_name
from otklik.web import custom_fields, deadline_words, joined_words, rule_words
from otklik.web.assignment_words import not_distributed, released, taken
from otklik.web.closing_words import closed
from otklik.web.contract_words import why_chosen
from otklik.web.history_reasons import assigned, followed, routed
from otklik.web.mail_history import MAIL_WHAT
from otklik.web.people_words import agent_name, observer_name, team_name
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
        "reply.automated",
        "note.added",
    }
)
"""Kinds whose message stands in the thread itself; they need no line of their own there."""


@dataclass(frozen=True, slots=True)
class Line:
    """One event: sign, who, what (empty: the changes say it), (label, from, to), when, has it a why, step."""

    id: int
    icon: str
    who: str
    what: str
    changes: tuple[tuple[str, str, str], ...]
    at: datetime
    batch: str
    why: bool = False
    step: str = ""


def line_of(event: Event, names: Mapping[tuple[str, int], str], actor: Actor | None = None) -> Line:
    """The event as a line; `names` are contacts' names by (kind, id), as staff names are in memory. `actor`:
    for whose eyes values of custom fields are; without one they are not told."""
    icon, what = _WHAT.get(event.kind, ("info", lambda: event.kind))
    changes = _changes(event, actor)
    said = "" if _is_said_by_changes(event) else what()
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
        is_explained(event),
    )


def _is_said_by_changes(event: Event) -> bool:
    if event.kind == "ticket.observers_changed":
        return bool(event.changes)
    return event.kind in _MOVES and any(change["field"] == "status" for change in event.changes)


def _who(event: Event, names: Mapping[tuple[str, int], str]) -> str:
    if event.actor_kind == ActorKind.SYSTEM:
        return "Otklik"
    if event.actor_kind == ActorKind.AGENT:
        agent = staff().agents.get(event.actor_id or 0)
        return agent.name if agent else _("an employee")
    return names.get((event.actor_kind, event.actor_id or 0), _("the client"))


def _registered(event: Event) -> str:
    said = [part for part in (assigned(event), _under(event)) if part]
    return ", ".join([_("ticket registered"), *said]) if said else ""


def _under(event: Event) -> str:
    number, why = contract_named(event.data.get("contract")), event.data.get("contract_why")
    if not number or not CONTRACTS.get():
        return ""
    reason = f" ({why_chosen(Why(str(why)))})" if why else ""
    return _("contract %(number)s") % {"number": number} + reason


def _postponed(event: Event) -> str:
    until = event.data.get("until")
    moment = localtime(datetime.fromisoformat(str(until))) if until else ""
    return _("postponed until %(moment)s") % {"moment": moment} if moment else ""


def _rated(event: Event) -> str:
    before, after = next(((c["from"], c["to"]) for c in event.changes if c["field"] == "rating"), (None, ""))
    if before is None:
        return _("rated: %(rating)s of 5") % {"rating": after}
    return _("rating changed: %(before)s → %(after)s of 5") % {"before": before, "after": after}


def _complained(event: Event) -> str:
    return _("low rating: the lead is told") if event.data.get("why") == "rating" else ""


_TOLD: Mapping[str, Callable[[Event], str]] = {
    "ticket.registered": _registered,
    "ticket.assigned": assigned,
    "ticket.routed": routed,
    "ticket.observers_changed": followed,
    "ticket.taken": taken,
    "ticket.released": released,
    "ticket.not_distributed": not_distributed,
    "ticket.postponed": _postponed,
    "ticket.closed": closed,
    "ticket.rated": _rated,
    "ticket.complained": _complained,
    **deadline_words.TOLD,
    **rule_words.TOLD,
    **joined_words.TOLD,
}
"""Kinds whose sentence says more than the kind; empty: no more than that."""


def _changes(event: Event, actor: Actor | None) -> tuple[tuple[str, str, str], ...]:
    """(label, from, to) of what changed; no label where the sentence or the value says it already."""
    said_by_kind = _SAID.get(event.kind, "")
    if event.kind in ("ticket.rated", "ticket.bound", "ticket.unbound"):
        return ()
    if event.kind == "ticket.assigned" and not event.data.get("rule") and not event.data.get("why"):
        said_by_kind = "team" if any(change["field"] == "team" for change in event.changes) else "assignee"
    is_own = event.kind in ("ticket.taken", "ticket.released") and event.actor_kind == ActorKind.AGENT
    return tuple(
        _named_empty(custom_fields.change_words(actor, event.subject_kind, change))
        if str(change["field"]).startswith(PREFIX)
        else _change(change, named=change["field"] != said_by_kind)
        for change in event.changes
        if not (is_own and change["field"] == "assignee")
    )


def _change(change: Mapping[str, object], *, named: bool) -> tuple[str, str, str]:
    field = str(change["field"])
    if field == "observer":
        words = _("now followed by") if change["to"] else _("no longer followed by")
        return words, "", observer_name(change["to"] or change["from"])
    label, show = _FIELDS.get(field, (lambda: field, _plain))
    before, after = show(change["from"]), show(change["to"])
    if not named:
        return "", before, after
    name = label()
    return _named_empty((name[:1].lower() + name[1:], before, after), _EMPTY.get(field))


def _named_empty(
    change: tuple[str, str, str], empty: Callable[[], str] | None = None
) -> tuple[str, str, str]:
    """With a word for what a field holds no longer."""
    label, before, after = change
    if not before and not after:
        return label, "", _("changed")
    return label, before, after or (empty or _nothing)()


def _nothing() -> str:
    return _("not set")


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _moment(value: object) -> str:
    return localtime(datetime.fromisoformat(value)) if isinstance(value, str) else ""


def _status(value: object) -> str:
    found = workflow().by_code.get(str(value))
    return str(found.name) if found else _plain(value)


def _named(rows: Callable[[], Mapping[int, object]]) -> Callable[[object], str]:
    def show(value: object) -> str:
        if isinstance(value, list):
            return ", ".join(str(rows().get(pk, "")) for pk in value)
        return str(rows().get(value, "")) if isinstance(value, int) else ""

    return show


_FIELDS: Mapping[str, tuple[Callable[[], str], Callable[[object], str]]] = {
    "status": (lambda: _("Status"), _status),
    "team": (lambda: _("Team"), team_name),
    "assignee": (lambda: _("Assignee"), agent_name),
    "priority": (lambda: _("Priority"), _named(lambda: catalogue().priorities)),
    "service": (lambda: _("Service"), _named(lambda: catalogue().services)),
    "type": (lambda: _("Type"), _named(lambda: catalogue().types)),
    "categories": (lambda: _("Categories"), _named(lambda: catalogue().categories)),
    "stage": (lambda: _("Stage"), stage_name),
    "subject": (lambda: _("Subject"), _plain),
    "rating": (lambda: _("Rating"), _plain),
    "due_at": (lambda: _("Resolve by"), _moment),
    "react_by": (lambda: _("Answer by"), _moment),
    "contact": (lambda: _("Contact"), lambda pk: contact_name(pk) if isinstance(pk, int) else ""),
    "company": (lambda: _("Company"), lambda pk: company_name(pk) if isinstance(pk, int) else ""),
    "site": (lambda: _("Site"), site_named),
    "asset": (lambda: _("Equipment"), asset_named),
    "contract": (lambda: _("Contract"), contract_named),
    "account": (lambda: _("Mailbox"), _named(lambda: catalogue().accounts)),
    "contact_phone": (lambda: _("Phone"), lambda _value: ""),
}

_EMPTY: Mapping[str, Callable[[], str]] = {
    "assignee": lambda: _("nobody"),
    "due_at": lambda: _("no deadline"),
    "react_by": lambda: _("no deadline"),
    "rating": lambda: _("taken away"),
}
"""What a field that was emptied says, where “not set” says too little."""

_MOVES = frozenset({"ticket.status_changed", "ticket.resolved", "ticket.closed"})
"""Kinds whose sentence is the move itself: `В работе → Выполнена`."""

_SAID = {"ticket.stage_changed": "stage"}
"""The field that the sentence of a kind is about."""

_WHAT: Mapping[str, tuple[str, Callable[[], str]]] = {
    "ticket.registered": ("plus", lambda: _("ticket registered")),
    "message.received": ("mail", lambda: _("message received")),
    "reply.scheduled": ("clock", lambda: _("reply is about to be sent")),
    "reply.cancelled": ("x", lambda: _("reply called back")),
    "reply.sent": ("reply", lambda: _("reply sent")),
    "note.added": ("lock", lambda: _("note added")),
    "ticket.assigned": ("user", lambda: _("assigned")),
    "ticket.taken": ("hand", lambda: _("taken into work")),
    "ticket.released": ("user", lambda: _("given back to the team")),
    "ticket.not_distributed": ("users", lambda: _("stays with the team")),
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
    "ticket.stage_changed": ("right", lambda: _("goes on to the stage")),
    "ticket.edited": ("edit", lambda: _("changed")),
    "ticket.bound": ("user-plus", lambda: _("bound to a client")),
    "ticket.unbound": ("undo", lambda: _("binding to a client undone")),
    "ticket.routed": ("route", lambda: _("routed by rule")),
    "ticket.observers_changed": ("eye", lambda: _("watching changed")),
    "ticket.linked": ("link", lambda: _("linked")),
    "ticket.deleted": ("trash", lambda: _("deleted")),
    "ticket.restored": ("refresh", lambda: _("restored")),
    **deadline_words.WHAT,
    **rule_words.WHAT,
    **MAIL_WHAT,
    **joined_words.WHAT,
}
