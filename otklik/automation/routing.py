"""Whose a ticket is by the routing rules (ROUTE-1): the reactions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from otklik.automation.events import TICKET_ROUTED
from otklik.automation.models import RoutingRule
from otklik.automation.routing_table import routing_rules
from otklik.automation.settings import ROUTE_AGAIN
from otklik.core.actors import SYSTEM
from otklik.core.circumstances import batch, ruled_by
from otklik.core.events import Subject, record
from otklik.core.models import Event
from otklik.rules.commands.failing import note_failure
from otklik.rules.conditions import questions_of
from otklik.rules.facts import ticket_as_it_is
from otklik.rules.matching import facts_of, first_match, seen_by
from otklik.rules.models import RuleVersion
from otklik.tickets.commands.ruled import Given, give_by_rule
from otklik.tickets.models import Ticket
from otklik.tickets.registered import JustRegistered

_ASKED_AS: Mapping[str, tuple[str, ...]] = {
    "subject": ("subject", "text"),
    "company": ("company", "company_category"),
    "asset": ("asset", "asset_type"),
}
"""What rules ask about, by the field of an event; others are called alike."""


def route(event: Event) -> None:
    """Give a new ticket to whom the first routing rule says that holds for it. A `now` reaction.

    What a person chose on the form stays; observers are added all the same. Writes `ticket.assigned` and
    `ticket.observers_changed`, or `ticket.routed` where all is so already; each names the rule's version.
    Nothing is asked where there are no rules.
    """
    if not routing_rules():
        return
    fresh = event.about if isinstance(event.about, JustRegistered) else None
    ticket = fresh.ticket if fresh is not None else ticket_as_it_is(event.ticket_id or 0)
    if ticket is None:
        return
    found = _decide(ticket, fresh.text if fresh is not None else None)
    if found is not None:
        event.about = _apply(found, ticket, fresh, is_chosen=_is_chosen(event, ticket))


def route_again(event: Event) -> None:
    """The same for a ticket that was changed in what rules ask about, where the installation wants it.

    A `now` reaction. The rule that decided last is not done again: somebody may have given the ticket on
    since.
    """
    rules = routing_rules()
    if not rules or not ROUTE_AGAIN.get() or not _asked() & _changed(event):
        return
    ticket = ticket_as_it_is(event.ticket_id or 0)
    if ticket is None or not ticket.is_open:
        return
    found = _decide(ticket, None)
    if found is not None and found.rule.pk != _decided_last(ticket.pk):
        _apply(found, ticket, None, is_chosen=False)


@dataclass(frozen=True)
class _Found:
    """The rule that holds, and what it saw (`rules.seeing`)."""

    rule: RoutingRule
    seen: Mapping[str, object]


def _decide(ticket: Ticket, text: str | None) -> _Found | None:
    facts = facts_of(ticket, text)
    found = first_match(routing_rules(), facts, note_failure)
    return _Found(found.rule, seen_by(found, facts)) if found else None


def _apply(
    found: _Found, ticket: Ticket, fresh: JustRegistered | None, *, is_chosen: bool
) -> JustRegistered | None:
    rule = found.rule
    data: dict[str, object] = {"rule": dict(rule.name.texts)}
    if found.seen:
        data["seen"] = found.seen
    given = Given(
        team_id=None if is_chosen else rule.team_id,
        agent_id=None if is_chosen else rule.agent_id,
        observer_agents=rule.observer_agents,
        observer_teams=rule.observer_teams,
        data=data,
    )
    with ruled_by(rule.current_id), batch():
        done = give_by_rule(ticket, given, fresh)
        if not done.has_changed:
            record(TICKET_ROUTED, SYSTEM, Subject("ticket", ticket.pk, ticket.pk), data=data)
    return done.fresh


def _is_chosen(event: Event, ticket: Ticket) -> bool:
    """Whether whoever registered it named team or employee: else the event says why it is whose it is."""
    return not event.data.get("why") and bool(ticket.team_id or ticket.assignee_id)


def _asked() -> set[str]:
    return {question.field for one in routing_rules() for question in questions_of(one.condition)}


def _changed(event: Event) -> set[str]:
    names = (str(change["field"]) for change in event.changes)
    return {asked for name in names for asked in _ASKED_AS.get(name, (name,))}


def _decided_last(ticket_id: int) -> int | None:
    """The routing rule that decided about the ticket last; two questions."""
    ruled = Event.objects.filter(ticket_id=ticket_id, rule_version_id__isnull=False).order_by("-id")
    versions = [pk for pk in ruled.values_list("rule_version_id", flat=True)[:50] if pk is not None]
    rules = dict(RuleVersion.objects.filter(pk__in=versions, table="routing").values_list("pk", "rule_id"))
    return next((rules[pk] for pk in versions if pk in rules), None)
