"""Remembering who knows whom."""

from __future__ import annotations

from otklik.clients.models import Acquaintance
from otklik.core.inserting import insert_missing


def acquaint(
    *, contact_id: int | None, company_id: int | None, team_id: int | None, agent_id: int | None
) -> None:
    """Note that a team and an agent work for a contact and a company; doing it again changes nothing.

    Called by a `now` reaction inside the transaction of an assignment; writes no event of its own.
    """
    pairs = [
        Acquaintance(team_id=team_id, contact_id=contact_id) if team_id and contact_id else None,
        Acquaintance(team_id=team_id, company_id=company_id) if team_id and company_id else None,
        Acquaintance(agent_id=agent_id, contact_id=contact_id) if agent_id and contact_id else None,
        Acquaintance(agent_id=agent_id, company_id=company_id) if agent_id and company_id else None,
    ]
    insert_missing([pair for pair in pairs if pair is not None])
