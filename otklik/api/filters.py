"""From the query string of a ticket list to what the query wants; every code is checked."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from otklik.api.references import known_codes
from otklik.api.schemas.ticket_inputs import STATES, TicketQuery
from otklik.catalogue.queries import catalogue
from otklik.core.errors import Denied, Invalid
from otklik.core.ids import is_uid
from otklik.fields.queries import MOST, PREFIX, filters_of
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.custom import TICKET
from otklik.tickets.enums import Turn
from otklik.tickets.queries.filtering import ME, NOBODY, Filters
from otklik.tickets.queries.routes import routes
from otklik.tickets.queries.saved_views import find_saved, narrowed
from otklik.tickets.queries.tickets_for_api import Wanted
from otklik.tickets.queries.views import VIEWS
from otklik.tickets.queries.workflow import workflow

STAFF_ONLY = ("view", "team", "assignee", "stage", "turn")


def wanted(actor: Actor, query: TicketQuery, address: Mapping[str, str]) -> Wanted:
    """`Denied` for a contact who filters by what is not theirs to know; `Invalid` for an unknown code,
    `NotFound` for a saved view that is not open to the actor.

    `address` holds all parameters, those of custom fields among them.
    """
    refused = [name for name in STAFF_ONLY if getattr(query, name) and not actor.is_agent]
    if refused:
        raise Denied(_("The filter “%(name)s” is for employees.") % {"name": refused[0]})
    _check_codes(query)
    saved = find_saved(actor, query.view) if is_uid(query.view) else None
    filters = _filters(actor, query, address)
    return Wanted(
        view=saved.base if saved else query.view,
        filters=narrowed(saved.filters, filters.active.get, filters.active) if saved else filters,
        states=[state for state in query.state.split(",") if state],
        number=query.number.strip().upper(),
        created_since=query.created_since,
        updated_since=query.updated_since,
        sort=query.sort,
    )


def _filters(actor: Actor, query: TicketQuery, address: Mapping[str, str]) -> Filters:
    return Filters(
        status=query.status,
        team=query.team,
        assignee=query.assignee,
        priority=query.priority,
        service=query.service,
        type=query.type,
        stage=query.stage,
        turn=query.turn,
        contact=str(query.contact or ""),
        company=str(query.company or ""),
        site=str(query.site or ""),
        asset=str(query.asset or ""),
        contract=str(query.contract or ""),
        custom=_custom(actor, address),
    )


def _check_codes(query: TicketQuery) -> None:
    known = catalogue()
    known_codes("status", query.status, workflow().statuses.values())
    known_codes("priority", query.priority, known.priorities.values())
    known_codes("type", query.type, known.types.values(), extra=[NOBODY])
    known_codes("service", query.service, known.services.values(), extra=[NOBODY])
    known_codes("team", query.team, staff().teams.values(), extra=[NOBODY])
    known_codes("stage", query.stage, routes().stages.values(), extra=[NOBODY])
    known_codes("turn", query.turn, (), extra=[turn.value for turn in Turn])
    known_codes("state", query.state, (), extra=sorted(STATES))
    if query.view and query.view not in VIEWS and not is_uid(query.view):
        raise Invalid({"view": _("Nothing is called “%(code)s”.") % {"code": query.view}})
    if query.assignee not in ("", ME, NOBODY) and not _is_uid(query.assignee):
        raise Invalid({"assignee": _("Send the uid of an agent, “me” or “none”.")})


def _custom(actor: Actor, address: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What is wanted of custom fields the actor may filter by."""
    known = {one.form_name for one in filters_of(actor, TICKET.kind)}
    names = [name for name in address if name.startswith(PREFIX)]
    strange = [name for name in names if name not in known] or names[MOST:]
    if strange:
        raise Invalid({name: _("There is no such parameter here.") for name in strange})
    return tuple((name.removeprefix(PREFIX), address[name]) for name in names if address[name])


def _is_uid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
