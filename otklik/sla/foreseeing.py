"""What a ticket would be promised if it were registered now (SLA-3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from otklik.rules.matching import facts_of, first_match
from otklik.sla.clocks import Kind, Look, Mode, Running, deadline, mode_of
from otklik.sla.table import sla_rules, terms_of, timetable_of
from otklik.tickets.models import Ticket
from otklik.tickets.queries.workflow import workflow

_AT_FIRST = (Kind.REACTION, Kind.RESOLUTION)


def foreseen(ticket: Ticket, words: str) -> Mapping[Kind, datetime]:
    """By when the first SLA rule that holds for a ticket promises what, by kind. `ticket` may be a draft
    (`tickets.commands.drafted`), `words` those of its first message. A rule that cannot be asked is passed
    over and told of when it is asked in earnest. Reads only; the ticket's own visibility is its reader's."""
    found = first_match(sla_rules(), facts_of(ticket, words), lambda _rule, _error: None)
    if found is None:
        return {}
    pauses = workflow().statuses[ticket.status_id].pauses_clocks
    look = Look(is_open=True, pauses=pauses, reacted=False, client_waits=False)
    promised: dict[Kind, datetime] = {}
    for kind, terms in terms_of(found.rule, ticket).items():
        mode = mode_of(kind, look)
        if kind not in _AT_FIRST or mode is not Mode.RUNS:
            continue
        moment = deadline(Running(terms, mode, ticket.created_at), timetable_of(terms))
        if moment is not None:
            promised[kind] = moment
    return promised
