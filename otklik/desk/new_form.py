"""What the form of a new ticket asks for, and the ticket it means: to register it, and to foretell it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.clients.companies_of import company_asked
from otklik.core.actors import Via
from otklik.core.errors import Invalid
from otklik.desk import choosing, contract_field, place_field
from otklik.people.actor import Actor
from otklik.people.queries import agents_named, staff
from otklik.tickets.commands import Registration
from otklik.tickets.content import from_text

if TYPE_CHECKING:
    from otklik.clients.models import Contact
    from otklik.people.models import Agent

FIELDS = (
    "subject",
    "text",
    "contact",
    "client",
    "fit",
    "company",
    "name",
    "email",
    "phone",
    "service",
    "type",
    "priority",
    "assignee",
    "way",
    "site",
    "asset",
    "contract",
    "others",
)


def via_of(given: Mapping[str, str]) -> Via:
    """How it came, as the form says."""
    return Via.PHONE if given["way"] == "phone" else Via.DESK


def meant(actor: Actor, given: Mapping[str, str], contact: Contact | None) -> Registration:
    """The ticket of what stands in the form, for this client. `Invalid` names the fields that do not fit."""
    known = catalogue()
    agent_id, team_id = choosing.chosen_assignee(given["assignee"])
    company = company_asked(contact, given["company"])
    where = place_field.settled(actor, given, company or (contact.company if contact else None))
    return Registration(
        subject=given["subject"],
        content=from_text(given["text"]),
        contact=contact,
        company=company,
        site=place_field.chosen_site(actor, where["site"]),
        asset=place_field.chosen_asset(actor, where["asset"]),
        contract=contract_field.chosen_contract(actor, given["contract"]),
        service=choosing.by_code(known.services, given["service"]),
        type=choosing.by_code(known.types, given["type"]),
        priority=choosing.by_code(known.priorities, given["priority"]),
        team=staff().teams.get(team_id or 0),
        assignee=_employee(agent_id),
    )


def _employee(agent_id: int | None) -> Agent | None:
    if agent_id is None:
        return None
    uid = staff().agents[agent_id].uid
    found = agents_named([uid]).get(uid)
    if found is None:
        raise Invalid({"assignee": _("This employee no longer works here. Choose another.")})
    return found
