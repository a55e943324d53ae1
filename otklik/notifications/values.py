"""What the placeholders of a text stand for in one ticket, in the language and time zone in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount
from otklik.catalogue.queries import catalogue
from otklik.people.queries import staff
from otklik.tickets.models import Ticket
from otklik.tickets.queries.single import first_message
from otklik.tickets.queries.workflow import workflow

DESCRIPTION_LENGTH = 1500


def values_of(ticket: Ticket, account: ChannelAccount | None, *, link: str = "") -> Mapping[str, str]:
    """A value for every name of `texts.PLACEHOLDERS`; empty where there is nothing to say."""
    known = catalogue()
    service = known.services.get(ticket.service_id or 0)
    status = workflow().statuses[ticket.status_id]
    team = staff().teams.get(ticket.team_id or 0)
    agent = staff().agents.get(ticket.assignee_id or 0)
    return {
        "number": ticket.number,
        "subject": ticket.subject,
        "description": _description(ticket),
        "client": ticket.contact_name,
        "company": ticket.company.name if ticket.company else "",
        "service": str(service.name) if service else "",
        "priority": str(known.priorities[ticket.priority_id].name),
        "status": str(status.client_name or status.name),
        "team": str(team.name) if team else "",
        "assignee": agent.name if agent else "",
        "next_step": next_step(ticket),
        "registered_at": moment(ticket.created_at),
        "due_at": moment(ticket.due_at),
        "resolved_at": moment(ticket.resolved_at),
        "closes_at": moment(ticket.closes_at),
        "link": link,
        "brand": str(ticket.brand.name),
        "sender": str(account.sender_name or account.title) if account else "",
    }


def next_step(ticket: Ticket) -> str:
    """Who takes the request on, and by when, in a sentence or two."""
    team = staff().teams.get(ticket.team_id or 0)
    agent = staff().agents.get(ticket.assignee_id or 0)
    if agent is not None:
        said = _("%(name)s works on it.") % {"name": agent.name}
    elif team is not None:
        said = _("The team “%(team)s” takes it on.") % {"team": str(team.name)}
    else:
        said = _("A dispatcher passes it on to the right specialist.")
    if ticket.due_at is None:
        return said
    return f"{said} " + _("We plan to be done by %(moment)s.") % {"moment": moment(ticket.due_at)}


def moment(at: datetime | None) -> str:
    """`20 ноября, 11:24` in the time zone in force; empty for none."""
    return formats.date_format(timezone.localtime(at), "j E, G:i") if at else ""


def _description(ticket: Ticket) -> str:
    return first_message(ticket.pk).body.text[:DESCRIPTION_LENGTH]
