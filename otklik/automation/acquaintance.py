"""Keeping who knows whom, so that a specialist's clients can be listed."""

from __future__ import annotations

from otklik.clients.commands import acquaint
from otklik.core.models import Event
from otklik.tickets.queries.single import parties_of
from otklik.tickets.registered import is_within_registration


def introduce(event: Event) -> None:
    """A ticket's team and assignee know its contact and company from now on. A `now` reaction."""
    if is_within_registration(event):
        return
    parties = parties_of(event)
    acquaint(
        contact_id=parties.contact_id,
        company_id=parties.company_id,
        team_id=parties.team_id,
        agent_id=parties.assignee_id,
    )
