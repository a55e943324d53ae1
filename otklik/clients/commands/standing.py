"""Who looks after a company, and clients that are history only."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.clients.access import require_edit
from otklik.clients.events import COMPANY_CHANGED, CONTACT_CHANGED
from otklik.clients.models import Company, Contact
from otklik.core.errors import Invalid
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor
from otklik.people.queries import staff


@dataclass(frozen=True)
class Manager:
    """Who looks after a company: an employee or a team; neither: nobody."""

    agent_id: int | None = None
    team_id: int | None = None


@transaction.atomic
def set_manager(actor: Actor, company: Company, manager: Manager) -> Company:
    """Say who looks after a company (CRM-1). Needs `clients.edit`.

    `Invalid({"manager": …})` for who works here no longer or both at once. Writes `company.changed`.
    """
    require_edit(actor)
    _check(manager)
    row = Company.objects.select_for_update().get(pk=company.pk)
    changes = []
    for column, value in (("manager_agent", manager.agent_id), ("manager_team", manager.team_id)):
        before = getattr(row, f"{column}_id")
        if before != value:
            changes.append(Change(column, before, value))
            setattr(row, f"{column}_id", value)
    if changes:
        row.version += 1
        row.save(update_fields=["manager_agent", "manager_team", "version"])
        record(COMPANY_CHANGED, actor.ref, Subject("company", row.pk), changes=changes)
    return row


@transaction.atomic
def hide_company(actor: Actor, company: Company, *, hidden: bool = True) -> Company:
    """Make a company history only, or bring it back: not found, not linked to new mail. Needs `clients.edit`.

    Its tickets, people and contracts stay as they are. Writes `company.changed`.
    """
    require_edit(actor)
    row = Company.objects.select_for_update().get(pk=company.pk)
    if row.hidden != hidden:
        row.hidden = hidden
        row.version += 1
        row.save(update_fields=["hidden", "version"])
        change = Change("hidden", not hidden, hidden)
        record(COMPANY_CHANGED, actor.ref, Subject("company", row.pk), changes=[change])
    return row


@transaction.atomic
def hide_contact(actor: Actor, contact: Contact, *, hidden: bool = True) -> Contact:
    """Make a contact history only, or bring them back: not found, cannot sign in. Needs `clients.edit`.

    Writes `contact.changed`.
    """
    require_edit(actor)
    row = Contact.objects.select_for_update().get(pk=contact.pk)
    if row.hidden != hidden:
        row.hidden = hidden
        row.version += 1
        row.save(update_fields=["hidden", "version"])
        change = Change("hidden", not hidden, hidden)
        record(CONTACT_CHANGED, actor.ref, Subject("contact", row.pk), changes=[change])
    return row


def _check(manager: Manager) -> None:
    people = staff()
    agent = people.agents.get(manager.agent_id or 0)
    team = people.teams.get(manager.team_id or 0)
    wrong = (
        (manager.agent_id is not None and manager.team_id is not None)
        or (manager.agent_id is not None and (agent is None or not agent.is_active))
        or (manager.team_id is not None and (team is None or team.hidden))
    )
    if wrong:
        raise Invalid({"manager": _("Choose an employee or a team that works here.")})
