"""Who may see and change clients.

With `clients.view_all` an agent sees every company and contact; without it only those of tickets
their team or they worked on (`Acquaintance`). A contact sees themselves, and the people of the companies
that are open to them. Everybody else: nothing. Whom a client may register a request for is asked apart
(`orderable_contacts`): to order for a colleague is not to see what the company has.
"""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from otklik.clients import settings
from otklik.clients.models import Acquaintance, Company, Contact
from otklik.core.errors import Denied, NotFound
from otklik.core.ids import read_uid
from otklik.people.actor import Actor
from otklik.people.rights import declare

T = TypeVar("T")
Client = TypeVar("Client", Company, Contact)

VIEW_ALL = declare("clients.view_all", ru="Видеть всех клиентов", en="See all clients")
EDIT = declare("clients.edit", ru="Изменять клиентов", en="Change clients")
GIVE_ACCESS = declare(
    "clients.give_access", ru="Открывать клиентам портал", en="Give clients access to the portal"
)
VIEW_AS = declare("clients.view_as", ru="Смотреть портал глазами клиента", en="View the portal as a client")


def visible_companies(actor: Actor) -> QuerySet[Company]:
    """The companies this actor may know of."""
    companies = Company.objects.all()
    if actor.has(VIEW_ALL):
        return companies
    if actor.is_agent:
        return companies.filter(_known_to(actor, "company"))
    if actor.is_contact and (actor.company_id or actor.companies):
        return companies.filter(pk__in={actor.company_id or 0, *actor.companies})
    return companies.none()


def visible_contacts(actor: Actor) -> QuerySet[Contact]:
    """The contacts this actor may know of."""
    contacts = Contact.objects.all()
    if actor.has(VIEW_ALL):
        return contacts
    if actor.is_agent:
        return contacts.filter(_known_to(actor, "contact"))
    if actor.is_contact and actor.companies:
        return contacts.filter(Q(company_id__in=sorted(actor.companies)) | Q(pk=actor.contact_id or 0))
    if actor.is_contact:
        return contacts.filter(pk=actor.contact_id or 0)
    return contacts.none()


def orderable_contacts(actor: Actor) -> QuerySet[Contact]:
    """The colleagues a client may register for: people of the companies open to them, and of their own
    where an administrator lets every client (`clients.order_for_colleagues`); nobody who has left, and nobody
    for who came by a personal link."""
    if not actor.is_contact or actor.only_ticket is not None:
        return Contact.objects.none()
    companies = set(actor.companies)
    if actor.company_id is not None and settings.ORDER_FOR_COLLEAGUES.get():
        companies.add(actor.company_id)
    colleagues = Contact.objects.filter(company_id__in=companies, hidden=False)
    return colleagues.exclude(pk=actor.contact_id or 0)


def get_company_for(actor: Actor, uid: str) -> Company:
    """The company by its uid, or `NotFound`. The uid of one that was merged leads to the survivor."""
    return _found(_survivor(visible_companies(actor), uid))


def get_contact_for(actor: Actor, uid: str) -> Contact:
    """The contact by its uid, or `NotFound`. The uid of one who was merged leads to the survivor."""
    return _found(_survivor(visible_contacts(actor), uid))


def _survivor(rows: QuerySet[Client], uid: str) -> Client | None:
    """The row of this uid by its index; of one that was merged, the one it went into, however often."""
    wanted = read_uid(uid)
    found = rows.filter(uid=wanted, merged_into__isnull=True).first()
    if found is not None:
        return found
    every = rows.model._default_manager
    into = every.filter(uid=wanted).values_list("merged_into", flat=True).first()
    while into is not None:
        found = rows.filter(pk=into, merged_into__isnull=True).first()
        if found is not None:
            return found
        into = every.filter(pk=into).values_list("merged_into", flat=True).first()
    return None


def require_edit(actor: Actor) -> None:
    """`Denied` unless the actor's roles let them change clients."""
    if not actor.has(EDIT):
        raise Denied(_("Your role does not let you change clients."))


def require_giving_access(actor: Actor) -> None:
    """`Denied` unless the actor's roles let them give clients access to the portal (ADM-2: not a lead)."""
    if not actor.has(GIVE_ACCESS):
        raise Denied(_("Your role does not let you give access to the portal."))


def require_viewing(actor: Actor) -> None:
    """`Denied` unless the actor's roles let them look at the portal as a client."""
    if not actor.has(VIEW_AS):
        raise Denied(_("Your role does not let you view the portal as a client."))


def _found(row: T | None) -> T:
    if row is None:
        raise NotFound
    return row


def _known_to(actor: Actor, side: str) -> Q:
    mine = Q(agent_id=actor.agent_id) | Q(team_id__in=actor.team_ids)
    return Q(Exists(Acquaintance.objects.filter(mine, **{f"{side}_id": OuterRef("pk")})))
