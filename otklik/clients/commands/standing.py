"""Who looks after a client, who follows its tickets, and clients that are history only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.clients.access import require_edit
from otklik.clients.commands.hiding import set_hidden
from otklik.clients.events import COMPANY_CHANGED, CONTACT_CHANGED, SITE_CHANGED
from otklik.clients.models import Company, Contact, Site
from otklik.clients.place_access import require_sites
from otklik.core.errors import Invalid
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor
from otklik.people.queries import staff

Client = TypeVar("Client", Company, Contact, Site)


@dataclass(frozen=True)
class Manager:
    """Who looks after a client: an employee or a team; neither: nobody."""

    agent_id: int | None = None
    team_id: int | None = None


@dataclass(frozen=True)
class Observers:
    """Employees and teams who follow every new ticket of a client (ROUTE-2)."""

    agent_ids: Collection[int] = ()
    team_ids: Collection[int] = ()


@transaction.atomic
def set_manager(actor: Actor, client: Client, manager: Manager) -> Client:
    """Say who looks after a company, a contact or a site (CRM-1, CRM-2, CRM-5). Needs `clients.edit`.

    `Invalid({"manager": …})` for who works here no longer or both at once. Writes `company.changed`,
    `contact.changed` or `site.changed`.
    """
    _require(actor, client)
    row = _locked(client)
    check_manager(manager, Manager(row.manager_agent_id, row.manager_team_id))
    changes = []
    for column, value in (("manager_agent", manager.agent_id), ("manager_team", manager.team_id)):
        before = getattr(row, f"{column}_id")
        if before != value:
            changes.append(Change(column, before, value))
            setattr(row, f"{column}_id", value)
    if changes:
        row.version += 1
        row.save(update_fields=["manager_agent", "manager_team", "version"])
        _tell(actor, row, changes)
    return row


@transaction.atomic
def set_observers(actor: Actor, client: Client, observers: Observers) -> Client:
    """Say who follows every new ticket of a company, a contact or a site (CRM-1, CRM-2, CRM-5). Needs
    `clients.edit`.

    Tickets there are keep the observers they have. `Invalid({"observers": …})` for who works here no longer
    and was none of them before. Writes `company.changed`, `contact.changed` or `site.changed`; the same ones
    change nothing.
    """
    _require(actor, client)
    row = _locked(client)
    changes = []
    for column, wanted, known in (
        ("observer_agents", set(observers.agent_ids), {agent.id for agent in staff().active()}),
        ("observer_teams", set(observers.team_ids), {team.pk for team in staff().open_teams()}),
    ):
        before = getattr(row, column)
        if not wanted <= known | set(before):
            raise Invalid({"observers": _("Choose an employee or a team that works here.")})
        if before != sorted(wanted):
            changes.append(Change(column, before, sorted(wanted)))
            setattr(row, column, sorted(wanted))
    if changes:
        row.version += 1
        row.save(update_fields=["observer_agents", "observer_teams", "version"])
        _tell(actor, row, changes)
    return row


@transaction.atomic
def hide_company(actor: Actor, company: Company, *, hidden: bool = True) -> Company:
    """Make a company history only, or bring it back: not found, not linked to new mail. Needs `clients.edit`.

    Its tickets, people and contracts stay as they are. Writes `company.changed`.
    """
    require_edit(actor)
    return set_hidden(actor, company, COMPANY_CHANGED, hidden=hidden)


@transaction.atomic
def hide_contact(actor: Actor, contact: Contact, *, hidden: bool = True) -> Contact:
    """Make a contact history only, or bring them back: not found, cannot sign in. Needs `clients.edit`.

    Writes `contact.changed`.
    """
    require_edit(actor)
    return set_hidden(actor, contact, CONTACT_CHANGED, hidden=hidden)


def _locked(client: Client) -> Client:
    return type(client)._default_manager.select_for_update().get(pk=client.pk)


def _require(actor: Actor, client: Company | Contact | Site) -> None:
    if isinstance(client, Site):
        require_sites()
    require_edit(actor)


def _tell(actor: Actor, row: Company | Contact | Site, changes: list[Change]) -> None:
    kind, subject = CONTACT_CHANGED, "contact"
    if isinstance(row, Company):
        kind, subject = COMPANY_CHANGED, "company"
    elif isinstance(row, Site):
        kind, subject = SITE_CHANGED, "site"
    record(kind, actor.ref, Subject(subject, row.pk), changes=changes)


def check_manager(manager: Manager, now: Manager) -> None:
    """`Invalid` for who works here no longer, or both at once. Whoever looks after it already may stay, also
    when they have left."""
    if manager == now:
        return
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
