"""Contacts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.clients.access import GIVE_ACCESS, require_edit, require_giving_access
from otklik.clients.commands.levels import default_level, level_of, put_level
from otklik.clients.commands.parts import keep_parts
from otklik.clients.commands.reaching import (
    Given,
    Messenger,
    Reach,
    checked_copies,
    checked_reach,
    keep_reach,
    owner_of,
    stored_reach,
)
from otklik.clients.commands.scopes import renew_scopes
from otklik.clients.events import CONTACT_CHANGED, CONTACT_CREATED
from otklik.clients.models import Company, Contact, ContactCompany
from otklik.clients.phones import Given as GivenPhone
from otklik.core import clock, text
from otklik.core.errors import Conflict, Invalid
from otklik.core.events import Change, Subject, record
from otklik.people.actor import SYSTEM, Actor
from otklik.people.models import User

MAX_NAME = 150


@dataclass(frozen=True)
class ContactSpec:
    """What a contact is: name, how to reach them, whose they are. `access`: their level in the portal; None:
    as it stands, for a new one the usual level of the installation."""

    name: str
    emails: Sequence[str] = ()
    phones: Sequence[GivenPhone] = ()
    company: Company | None = None
    position: str = ""
    language: str = ""
    access: str | None = None
    user: User | None = None
    notes: str = ""
    copies: Sequence[str] = ()
    messengers: Sequence[Messenger] = ()


@transaction.atomic
def create_contact(actor: Actor, spec: ContactSpec) -> Contact:
    """Add a contact. Needs `clients.edit`. Writes `contact.created`.

    `Invalid` for an empty name, a bad or used address, an unreadable phone. What is too long is cut. A level
    other than the usual one needs `clients.give_access`.
    """
    require_edit(actor)
    usual = default_level().access
    if (spec.access or usual) != usual:
        require_giving_access(actor)
    reach, copies = _checked(spec, None)
    contact = Contact.objects.create(
        **_plain(spec),
        access=spec.access or usual,
        copies=copies,
        name_key=text.key(spec.name)[:MAX_NAME],
        company=spec.company,
        user=spec.user,
        created_at=clock.now(),
    )
    keep_reach(contact, reach, Reach())
    keep_parts([contact])
    record(CONTACT_CREATED, actor.ref, Subject("contact", contact.pk))
    return contact


@transaction.atomic
def change_contact(actor: Actor, contact: Contact, *, version: int, spec: ContactSpec) -> Contact:
    """Replace a contact's data. Needs `clients.edit`; `Conflict` when it was saved after `version` was read.

    Writes `contact.changed` with the names of the fields; the same values change nothing. Sign-in is not
    changed here. Another level needs `clients.give_access`; without it a contact who moves to another company
    has the usual level there.
    """
    require_edit(actor)
    row = Contact.objects.select_for_update().get(pk=contact.pk)
    if row.version != version:
        raise Conflict(_("Somebody changed this contact meanwhile. Look at the new values and save again."))
    reach, copies = _checked(spec, row)
    values, before = _plain(spec) | {"copies": copies}, stored_reach(row)
    moves = row.company_id != (spec.company.pk if spec.company else None)
    leveled = _leveled(actor, row, spec, moves=moves)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    changed += [*leveled, *(["company"] if moves else [])]
    ways = ("emails", "phones", "messengers")
    changed += [way for way in ways if getattr(reach, way) != getattr(before, way)]
    if not changed:
        return row
    for name, value in values.items():
        setattr(row, name, value)
    row.company = spec.company
    row.name_key = text.key(row.name)[:MAX_NAME]
    row.version += 1
    row.save()
    keep_reach(row, reach, before)
    if "name" in changed:
        keep_parts([row])
    if moves or leveled:
        ContactCompany.objects.filter(contact=row, company=row.company_id).delete()
        renew_scopes([row.pk])
    record(
        CONTACT_CHANGED,
        actor.ref,
        Subject("contact", row.pk),
        changes=[Change(n, None, None) for n in changed],
    )
    return row


@transaction.atomic
def contact_from_address(email: str, name: str, company: Company | None) -> Contact:
    """A contact made of a mail's sender, where the installation wants unknown senders kept (REG-11).

    Writes `contact.created` as the system. An address known meanwhile gives its contact.
    """
    known = owner_of(text.email_key(email))
    if known is not None:
        return Contact.objects.get(pk=known)
    try:
        return create_contact(
            SYSTEM, ContactSpec(name=name.strip() or email, emails=(email,), company=company)
        )
    except Invalid:
        # The sender's other mail, being taken in at this moment, has made the contact.
        known = owner_of(text.email_key(email))
        if known is None:
            raise
        return Contact.objects.get(pk=known)


def _leveled(actor: Actor, row: Contact, spec: ContactSpec, *, moves: bool) -> list[str]:
    """Put the level the contact is to have into the row; the fields that changes."""
    level = level_of(row)
    if moves and not actor.has(GIVE_ACCESS):
        level = default_level()
    if spec.access is not None and spec.access != level.access:
        require_giving_access(actor)
        level = replace(level, access=spec.access)
    return [change.field for change in put_level(row, level)]


def _plain(spec: ContactSpec) -> dict[str, object]:
    return {
        "name": text.one_line(spec.name, MAX_NAME),
        "position": text.one_line(spec.position, MAX_NAME),
        "language": spec.language,
        "notes": text.storable(spec.notes),
    }


def _checked(spec: ContactSpec, contact: Contact | None) -> tuple[Reach, list[str]]:
    problems: dict[str, str] = {}
    if not text.one_line(spec.name, MAX_NAME):
        problems["name"] = _("Enter the contact's name.")
    given = Given(spec.emails, spec.phones, spec.messengers)
    reach, copies = checked_reach(given, contact, problems), checked_copies(spec.copies, problems)
    if problems:
        raise Invalid(problems)
    return reach, copies
