"""From what a program sends (codes, uids, numbers) to the objects commands take; the field is named when not.

What the actor may not know of is answered like what does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.clients.access import get_company_for, get_contact_for, orderable_contacts
from otklik.clients.companies_of import several_of
from otklik.clients.contract_access import get_contract_for
from otklik.clients.openness import admission_of
from otklik.clients.own_company import own_company
from otklik.clients.place_access import get_asset_for, get_site_for
from otklik.core.errors import Invalid, NotFound
from otklik.organisation.queries import default_brand
from otklik.people.actor import Actor
from otklik.people.queries import AgentInfo, staff
from otklik.tickets.access import get_file_for, get_ticket_for
from otklik.tickets.commands import Attachment
from otklik.tickets.content import Content, from_html, from_text

if TYPE_CHECKING:
    from otklik.catalogue.models import Category, ChannelAccount, Priority, Service, TicketType
    from otklik.clients.models import Asset, Company, Contact, Contract, Site
    from otklik.people.models import Team
    from otklik.tickets.models import Ticket


class _Coded(Protocol):
    code: str


Row = TypeVar("Row", bound=_Coded)


def ticket_at(actor: Actor, number: str) -> Ticket:
    """The ticket of an address, or `NotFound`."""
    return get_ticket_for(actor, known_number(number))


def known_number(number: str) -> str:
    """What may be a number, or `NotFound`."""
    if "\x00" in number or len(number) > 64:
        raise NotFound
    return number


def service(actor: Actor, code: str | None, company: Company | None = None) -> Service | None:
    """A service that can be chosen; for a contact, one that is offered to them, as on the client pages: to
    the company of theirs that is named."""
    if code is None or actor.is_agent:
        return _by_code("service", catalogue().offered_services(), code)
    found = next((row for row in services_for(actor, company) if row.code == code), None)
    if found is None:
        raise Invalid({"service": _("There is no such service, or it is not open to you.")})
    return found


def catalogue_nodes(field: str, codes: Sequence[str]) -> Sequence[Service]:
    """Services and packages by their codes, each once; hidden ones too, as what was agreed may name them."""
    rows = list(catalogue().services.values())
    found = (_by_code(field, rows, code) for code in dict.fromkeys(codes))
    return [row for row in found if row is not None]


def services_for(actor: Actor, asked: Company | None = None) -> Sequence[Service]:
    """What a contact may choose: what is open to their company's brand and category, or to the other one of
    theirs that is `asked` for."""
    if asked is not None and asked.pk != actor.company_id and asked in several_of(actor):
        return services_open_to(asked)
    company = own_company(actor)
    who = admission_of(actor.company_id, company.category)
    return catalogue().offered_to(company.brand_id or default_brand().pk, who)


def services_open_to(company: Company) -> Sequence[Service]:
    """What the people of a company may choose."""
    return catalogue().offered_to(company.brand_id, admission_of(company.pk, company.category))


def ticket_type(actor: Actor, code: str | None) -> TicketType | None:
    """A ticket type that is offered; internal ones to staff only."""
    offered = [t for t in catalogue().types.values() if not t.hidden and (actor.is_agent or not t.internal)]
    return _by_code("type", offered, code)


def priority(code: str | None) -> Priority | None:
    """A priority that is offered."""
    return _by_code("priority", [p for p in catalogue().priorities.values() if not p.hidden], code)


def categories(codes: Sequence[str]) -> Sequence[Category]:
    """Categories that are offered, each once."""
    offered = [c for c in catalogue().categories.values() if not c.hidden]
    found = (_by_code("categories", offered, code) for code in dict.fromkeys(codes))
    return [category for category in found if category is not None]


def team(code: str | None, field: str = "team") -> Team | None:
    """A team that is offered."""
    return _by_code(field, staff().open_teams(), code)


def mailbox(name: str | None) -> ChannelAccount | None:
    """A mailbox in use, by name or address."""
    if name is None:
        return None
    found = catalogue().mailbox(name)
    if found is None:
        raise Invalid({"mailbox": _("There is no such mailbox.")})
    return found


def agent(field: str, uid: UUID) -> AgentInfo:
    """An active employee."""
    found = next((a for a in staff().agents.values() if a.uid == str(uid) and a.is_active), None)
    if found is None:
        raise Invalid({field: _("There is no such employee.")})
    return found


def contact(actor: Actor, uid: UUID | None) -> Contact | None:
    """A contact the actor may know of; of a client's colleagues whoever they may register for."""
    if uid is None:
        return None
    colleague = orderable_contacts(actor).filter(uid=uid).first() if actor.is_contact else None
    if colleague is not None:
        return colleague
    try:
        return get_contact_for(actor, str(uid))
    except NotFound:
        raise Invalid({"contact": _("There is no such contact, or it is not open to you.")}) from None


def company(actor: Actor, uid: UUID | None) -> Company | None:
    """A company the actor may know of."""
    return None if uid is None else known_company(actor, uid)


def known_company(actor: Actor, uid: UUID) -> Company:
    """The same where one is always named."""
    try:
        return get_company_for(actor, str(uid))
    except NotFound:
        raise Invalid({"company": _("There is no such company, or it is not open to you.")}) from None


def site(actor: Actor, uid: UUID | None) -> Site | None:
    """A site the actor may know of."""
    if uid is None:
        return None
    try:
        return get_site_for(actor, str(uid))
    except NotFound:
        raise Invalid({"site": _("There is no such site, or it is not open to you.")}) from None


def asset(actor: Actor, uid: UUID | None) -> Asset | None:
    """Equipment the actor may know of."""
    if uid is None:
        return None
    try:
        return get_asset_for(actor, str(uid))
    except NotFound:
        raise Invalid({"asset": _("There is no such equipment, or it is not open to you.")}) from None


def contract(actor: Actor, uid: UUID | None) -> Contract | None:
    """A contract the actor may know of."""
    if uid is None:
        return None
    try:
        return get_contract_for(actor, str(uid))
    except NotFound:
        raise Invalid({"contract": _("There is no such contract, or it is not open to you.")}) from None


def other_ticket(field: str, actor: Actor, number: str | None) -> Ticket | None:
    """A ticket named in a body."""
    if number is None:
        return None
    try:
        return get_ticket_for(actor, number)
    except NotFound as error:
        raise Invalid({field: error.message}) from None


def content(text: str, html: str) -> Content:
    """The words of a message, plain or as HTML; not both."""
    if text.strip() and html.strip():
        raise Invalid({"html": _("Send the text either as “text” or as “html”.")})
    return from_html(html) if html.strip() else from_text(text)


def attachments(actor: Actor, uids: Sequence[UUID]) -> list[Attachment]:
    """Uploaded files of the actor's own, or files they may read."""
    try:
        return [Attachment(get_file_for(actor, str(uid))) for uid in dict.fromkeys(uids)]
    except NotFound:
        raise Invalid({"files": _("There is no such file, or it is not open to you.")}) from None


def known_codes(field: str, value: str, rows: Iterable[_Coded], *, extra: Sequence[str] = ()) -> None:
    """`Invalid` unless every code of a filter, separated by commas, names something."""
    known = {row.code for row in rows} | set(extra)
    strange = [code for code in value.split(",") if code not in known] if value else []
    if strange:
        raise Invalid({field: _("Nothing is called “%(code)s”.") % {"code": strange[0]}})


def by_code(field: str, rows: Iterable[Row], code: str) -> Row:
    """The row of this code; `Invalid` for the field when there is none."""
    found = next((row for row in rows if row.code == code), None)
    if found is None:
        raise Invalid({field: _("Nothing is called “%(code)s”.") % {"code": code}})
    return found


def _by_code(field: str, rows: Iterable[Row], code: str | None) -> Row | None:
    return None if code is None else by_code(field, rows, code)
