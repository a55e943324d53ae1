"""From what a client's form sent to a registered request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext as _

from otklik.clients.companies_of import company_asked
from otklik.clients.queries import colleagues, contact_of_actor, first_email
from otklik.core import text
from otklik.core.errors import Invalid
from otklik.people.actor import Actor
from otklik.portal import custom
from otklik.portal.form_fields import chosen, fields_of
from otklik.portal.where import Named, Where, chosen_where
from otklik.tickets import commands
from otklik.tickets.commands import Attachment, Registration
from otklik.tickets.content import from_text

if TYPE_CHECKING:
    from otklik.catalogue.models import Service
    from otklik.clients.models import Contact

FOR_COLLEAGUE = "colleague"
LABEL = " · "
"""Between a colleague's name and address, in what is proposed while they are typed."""


@dataclass(frozen=True)
class Given:
    """The fields of the form as they were sent. `whom`: empty for oneself, else for a colleague, whose name
    or address is in `colleague`. `site_words`, `asset_words`: what stands in boxes that search; None for
    lists."""

    service: str = ""
    subject: str = ""
    text: str = ""
    type: str = ""
    priority: str = ""
    categories: tuple[str, ...] = ()
    whom: str = ""
    colleague: str = ""
    email: str = ""
    phone: str = ""
    company: str = ""
    site: str = ""
    asset: str = ""
    site_words: str | None = None
    asset_words: str | None = None
    own: Mapping[str, object] = field(default_factory=dict)
    """What was given in custom fields, by key."""

    @property
    def named_site(self) -> Named:
        """What it says of the site."""
        return Named(self.site, self.site_words)

    @property
    def named_asset(self) -> Named:
        """What it says of the equipment."""
        return Named(self.asset, self.asset_words)


def given_in(post: QueryDict) -> Given:
    """The fields of a sent form, without custom ones."""
    return Given(
        service=_in(post, "service"),
        subject=_in(post, "subject"),
        text=_in(post, "text"),
        type=_in(post, "type"),
        priority=_in(post, "priority"),
        categories=tuple(dict.fromkeys(post.getlist("categories"))),
        whom=_in(post, "whom"),
        colleague=_in(post, "colleague"),
        email=_in(post, "email"),
        phone=_in(post, "phone"),
        company=_in(post, "company"),
        site=_in(post, "site"),
        asset=_in(post, "asset"),
        site_words=_in(post, "site_words") if "site_words" in post else None,
        asset_words=_in(post, "asset_words") if "asset_words" in post else None,
    )


def _in(post: QueryDict, name: str) -> str:
    return post.get(name, "").strip()


def register(
    actor: Actor, service: Service | None, given: Given, files: Sequence[Attachment]
) -> dict[str, object]:
    """Register the request; `{"number": …}`. `Invalid` names every field that is missing or wrong at once."""
    problems = problems_of(service, given, len(files))
    problems |= custom.wrong_in(actor, service, given.type, given.own)
    contact, company, where = None, None, Where()
    try:
        contact = _for_whom(actor, given)
        company = company_asked(contact, given.company)
    except Invalid as error:
        problems |= error.fields
    try:
        where = chosen_where(actor, given.named_site, given.named_asset)
    except Invalid as error:
        problems |= error.fields
    if problems:
        raise Invalid(problems)
    choice = chosen(service, vars(given), given.categories)
    ticket = commands.register(
        actor,
        Registration(
            subject=given.subject,
            content=from_text(given.text),
            contact=contact,
            company=company,
            sender_email=given.email,
            contact_phone=given.phone,
            service=service,
            type=choice.type,
            priority=choice.priority,
            categories=choice.categories,
            site=where.site,
            asset=where.asset,
            attachments=files,
            fields=given.own,
        ),
    )
    return {"number": ticket.number}


def problems_of(service: Service | None, given: Given, files: int) -> dict[str, str]:
    """What is missing or wrong in the fields every form has: field → sentence."""
    problems = fields_of(service).missing(
        {**vars(given), "categories": " ".join(given.categories)}, files=files
    )
    if not text.one_line(given.subject, 1):
        problems["subject"] = _("Write in a few words what it is about.")
    if not given.text and not files:
        problems["text"] = _("Describe what happened or what you need.")
    if given.email and not text.email_key(given.email):
        problems["email"] = _("Enter a mail address such as name@example.com.")
    return problems


def label_of(contact: Contact) -> str:
    """A colleague in the list of names: the address tells two of one name apart."""
    address = next((row.email for row in contact.emails.all()), "")
    return f"{contact.name}{LABEL}{address}" if address else contact.name


def own_address(actor: Actor) -> str:
    """Where letters about the request go unless another address is given."""
    contact = contact_of_actor(actor)
    return first_email(contact) if contact else ""


def _for_whom(actor: Actor, given: Given) -> Contact | None:
    """The client's own self, or the colleague they named: by the whole label, else by words that fit one."""
    if given.whom != FOR_COLLEAGUE and not given.colleague:
        return contact_of_actor(actor)
    name, _dot, address = given.colleague.partition(LABEL)
    fitting = colleagues(actor, address or name)
    exact = [one for one in fitting if label_of(one) == given.colleague]
    fitting = exact or fitting
    if len(fitting) != 1:
        raise Invalid({"colleague": _not_found(given.colleague, bool(fitting))})
    return fitting[0]


def _not_found(words: str, is_many: bool) -> str:
    if not words:
        return _("Say for whom: begin to type the name and choose from the list.")
    if is_many:
        return _("There are several such people. Choose one from the list.")
    return _("There is no such person in your company. Choose one from the list.")
