"""Contacts from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from otklik.clients.access import require_edit
from otklik.clients.commands.bringing.batches import (
    Batch,
    Plan,
    Taking,
    keys_of,
    may_be,
    only,
    put,
    replace_children,
)
from otklik.clients.commands.bringing.companies_named import (
    BY_ID,
    BY_NAME,
    CompaniesNamed,
    companies_named,
)
from otklik.clients.commands.bringing.custom import CustomOf
from otklik.clients.commands.bringing.kept import kept_of
from otklik.clients.commands.bringing.our_people import our_people
from otklik.clients.commands.bringing.rows import Brought, Manner, Outcome
from otklik.clients.commands.contacts import MAX_NAME
from otklik.clients.commands.parts import keep_parts
from otklik.clients.commands.reaching import (
    Given,
    Messenger,
    Reach,
    checked_copies,
    email_taken,
    phone_row,
    stored_form,
)
from otklik.clients.custom import CONTACT
from otklik.clients.enums import MESSENGER_NAMES, MessengerKind
from otklik.clients.events import CONTACT_CHANGED, CONTACT_CREATED
from otklik.clients.models import Company, Contact, ContactEmail, ContactMessenger, ContactPhone
from otklik.clients.phones import Phone
from otklik.clients.queries import with_addresses
from otklik.core import clock, text
from otklik.core.errors import Invalid
from otklik.core.events import Change
from otklik.people.actor import Actor

WRITTEN = (
    *("external_id", "company", "name", "name_key", "position", "language", "access", "notes", "copies"),
    *("manager_agent", "manager_team", "observer_agents", "observer_teams", "custom", "version"),
)
TAKING: Taking[Contact] = Taking("contact", (CONTACT_CREATED, CONTACT_CHANGED), WRITTEN)
LANGUAGES = {
    "": "",
    "ru": "ru",
    "русский": "ru",
    "en": "en",
    "английский": "en",
    "english": "en",
    "russian": "ru",
}
ACCESS = {
    **dict.fromkeys(("", "own", "свои", "their own"), Contact.Access.OWN),
    **dict.fromkeys(("company", "компании", "all of the company"), Contact.Access.COMPANY),
}
_WAYS = ("emails", "phones", "messengers")


@transaction.atomic
def bring_contacts(actor: Actor, rows: Sequence[Brought], manner: Manner) -> list[Outcome]:
    """Add or change contacts. Needs `clients.edit`. Writes `contact.created` or `contact.changed` for each.

    A contact is found again by external id (or that of one merged into them), else by any of the mail
    addresses, else (a row without addresses) by name within the company. Texts: `name`, `company` (name, INN
    or external id), `company_external_id`, `position`, `language`, `access`, `notes`, `manager`. Lists:
    `emails`, `phones`, `messengers`
    (`Telegram: @name`), `copies`, `observers`. Nobody is given a way to sign in.
    """
    require_edit(actor)
    known = _known(actor, rows)
    plan: Plan[Contact] = Plan()
    reaches: list[_Reached] = []
    custom = CustomOf(actor, CONTACT)
    return TAKING.take(
        Batch(actor, rows, manner),
        plan,
        lambda row: _plan(row, known, plan, reaches, custom),
        lambda: keep_parts(plan.rows),
        lambda: _write_reaches(reaches),
        custom.write_index,
    )


@dataclass(frozen=True)
class _Known:
    """The contacts a batch may mean, whose its addresses are, and the companies it names."""

    by_external: dict[str, Contact]
    by_email: dict[str, Contact]
    by_name: dict[tuple[str, int | None], list[Contact]]
    companies: CompaniesNamed
    kept: dict[str, int]

    def find(self, row: Brought, company: Company | None) -> Contact | None:
        """The contact a row is about."""
        if row.external_id in self.by_external:
            return self.by_external[row.external_id]
        emails = [text.email_key(email) for email in row.lists.get("emails", ())]
        by_email = {
            one.pk: one for one in map(self.by_email.get, emails) if one and may_be(row, one.external_id)
        }
        found = only(list(by_email.values()), "emails")
        if found is not None or emails:
            return found
        key = text.key(text.one_line(row.text("name"), MAX_NAME))[:MAX_NAME]
        alike = self.by_name.get((key, company.pk if company else None), [])
        return only([one for one in alike if may_be(row, one.external_id)], "name")


@dataclass(frozen=True)
class _Reached:
    """How a contact is reached from now on, and which ways are to be written anew."""

    contact: Contact
    reach: Reach
    ways: Sequence[str]


def _known(actor: Actor, rows: Sequence[Brought]) -> _Known:
    external = {row.external_id for row in rows if row.external_id}
    emails = {text.email_key(email) for row in rows for email in row.lists.get("emails", ())} - {""}
    nameless = keys_of(row.text("name") for row in rows if not row.lists.get("emails"))
    names = Q(hidden=False, name_key__in={name[:MAX_NAME] for name in nameless})
    of_address = ContactEmail.objects.filter(email__in=emails).values("contact_id")
    kept = kept_of(Contact, external)
    theirs = Q(external_id__in=external, merged_into__isnull=True) | Q(pk__in=kept.values())
    rows_found = Contact.objects.filter(theirs | Q(pk__in=of_address) | names)
    known = _Known({}, {}, {}, companies_named(actor, rows), kept)
    for contact in with_addresses(rows_found.order_by("pk").select_for_update(of=("self",))):
        if contact.external_id:
            known.by_external[contact.external_id] = contact
        known.by_external.update({name: contact for name, pk in kept.items() if pk == contact.pk})
        for one in contact.emails.all():
            known.by_email[one.email] = contact
        if not contact.hidden:
            known.by_name.setdefault((contact.name_key, contact.company_id), []).append(contact)
    return known


def _plan(
    row: Brought, known: _Known, plan: Plan[Contact], reaches: list[_Reached], custom: CustomOf
) -> Outcome:
    company = known.companies.of(row)
    found = known.find(row, company)
    plan.claim(found)
    values, reach = _checked(row, found, known)
    contact = found or Contact(created_at=clock.now())
    fields = custom.plan(row, contact, {})
    told = our_people(row, contact) | (row.called if row.external_id not in known.kept else {})
    if row.text(BY_ID) or BY_NAME in row.texts:
        values["company_id"] = company.pk if company else None
    changes = [*put(contact, values), *put(contact, told, told=True), *custom.put(contact, fields)]
    before = _reach_of(found) if found else Reach()
    ways = [way for way in _WAYS if way in row.lists and getattr(reach, way) != getattr(before, way)]
    if found is not None:
        changes += [Change(way, None, None) for way in ways]
    contact.name_key = text.key(contact.name)[:MAX_NAME]
    reaches.append(_Reached(contact, reach, ways))
    return plan.add(contact, changes)


def _checked(row: Brought, contact: Contact | None, known: _Known) -> tuple[dict[str, object], Reach]:
    """Plain values and addresses as they are stored; everything that is wrong with them at once."""
    problems: dict[str, str] = {}
    values = _values(row, contact is None, problems)
    given = Given(
        row.lists.get("emails", ()),
        row.lists.get("phones", ()),
        [_messenger(line) for line in row.lists.get("messengers", ())],
    )
    reach = stored_form(given, problems, _reach_of(contact) if contact else Reach())
    others = [email for email in reach.emails if email in known.by_email and known.by_email[email] != contact]
    if others:
        problems["emails"] = email_taken(others[0])
    if "copies" in row.lists:
        values["copies"] = checked_copies(row.lists["copies"], problems)
    if problems:
        raise Invalid(problems)
    return values, reach


def _values(row: Brought, is_new: bool, problems: dict[str, str]) -> dict[str, object]:
    values: dict[str, object] = {}
    if is_new or "name" in row.texts:
        values["name"] = text.one_line(row.text("name"), MAX_NAME)
        if not values["name"]:
            problems["name"] = _("Enter the contact's name.")
    if "position" in row.texts:
        values["position"] = text.one_line(row.text("position"), MAX_NAME)
    if "notes" in row.texts:
        values["notes"] = text.storable(row.text("notes"))
    for name, words in (("language", LANGUAGES), ("access", ACCESS)):
        if name not in row.texts:
            continue
        word = text.key(row.text(name))
        if word not in words:
            problems[name] = _("Write one of: %(words)s.") % {"words": ", ".join(filter(None, words))}
        values[name] = words.get(word, "")
    return values


def _messenger(line: str) -> Messenger:
    """`Telegram: @name`; a line without a messenger we know is told by the rules."""
    name, _colon, address = line.partition(":")
    codes = {title.casefold(): kind.value for kind, title in MESSENGER_NAMES.items()}
    codes |= {kind.value: kind.value for kind in MessengerKind}
    return Messenger(codes.get(name.strip().casefold(), ""), address.strip())


def _reach_of(contact: Contact) -> Reach:
    """What is known now, of what was read with the batch."""
    return Reach(
        tuple(one.email for one in contact.emails.all()),
        tuple(
            Phone(one.phone, one.kind, one.extension)
            for one in sorted(contact.phones.all(), key=lambda one: one.position)
        ),
        tuple(Messenger(one.kind, one.address) for one in contact.messengers.all()),
    )


def _write_reaches(reaches: Sequence[_Reached]) -> None:
    def owners(way: str) -> list[_Reached]:
        return [one for one in reaches if way in one.ways]

    mail, phones, chats = map(owners, _WAYS)
    replace_children(
        ContactEmail,
        "contact",
        [one.contact for one in mail],
        [
            ContactEmail(contact=one.contact, email=email, position=n)
            for one in mail
            for n, email in enumerate(one.reach.emails)
        ],
    )
    replace_children(
        ContactPhone,
        "contact",
        [one.contact for one in phones],
        [phone_row(one.contact, number, n) for one in phones for n, number in enumerate(one.reach.phones)],
    )
    replace_children(
        ContactMessenger,
        "contact",
        [one.contact for one in chats],
        [
            ContactMessenger(contact=one.contact, kind=chat.kind, address=chat.address, position=n)
            for one in chats
            for n, chat in enumerate(one.reach.messengers)
        ],
    )
