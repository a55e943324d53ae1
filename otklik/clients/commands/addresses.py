"""Writing down the address or the phone that somebody turned out to write from, and striking it out again."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from otklik.clients.access import require_edit
from otklik.clients.commands.reaching import Given, Reach, checked_reach, keep_reach, stored_reach
from otklik.clients.events import CONTACT_CHANGED
from otklik.clients.models import Contact
from otklik.clients.phones import Phone
from otklik.core import phone as phones
from otklik.core import text
from otklik.core.errors import Invalid
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor


@transaction.atomic
def keep_address(actor: Actor, contact: Contact, *, email: str = "", phone: str = "") -> Sequence[str]:
    """Add a mail address and a phone to those of a contact, behind the others; what was added (`emails`,
    `phones`), nothing where they are theirs already.

    Needs `clients.edit` where something is added. A phone nobody can read is left out. `Invalid` for an
    address of another contact. Writes `contact.changed`.
    """
    row = Contact.objects.select_for_update().get(pk=contact.pk)
    before = stored_reach(row)
    address, number = text.email_key(email), phones.e164(phone) if phone else ""
    emails = [*before.emails, address] if address and address not in before.emails else before.emails
    is_new = number and number not in {one.number for one in before.phones}
    numbers = [*before.phones, Phone(number)] if is_new else before.phones
    return _keep(actor, row, before, Given(emails, numbers, before.messengers))


@transaction.atomic
def strike_addresses(
    actor: Actor, contact: Contact, emails: Sequence[str], numbers: Sequence[str]
) -> Sequence[str]:
    """Take mail addresses and phones away from a contact; what was taken, nothing where they have none.

    Needs `clients.edit` where something is taken. Writes `contact.changed`.
    """
    row = Contact.objects.select_for_update().get(pk=contact.pk)
    before = stored_reach(row)
    mails = {text.email_key(one) for one in emails}
    called = {phones.e164(one) for one in numbers if one}
    left = Given(
        [one for one in before.emails if one not in mails],
        [one for one in before.phones if one.number not in called],
        before.messengers,
    )
    return _keep(actor, row, before, left)


def _keep(actor: Actor, row: Contact, before: Reach, after: Given) -> Sequence[str]:
    ways = ("emails", "phones")
    changed = [way for way in ways if tuple(getattr(after, way)) != tuple(getattr(before, way))]
    if not changed:
        return ()
    require_edit(actor)
    problems: dict[str, str] = {}
    checked = checked_reach(after, row, problems)
    if problems:
        raise Invalid(problems)
    keep_reach(row, checked, before)
    row.version += 1
    row.save(update_fields=["version"])
    changes = [Change(way, None, None) for way in changed]
    record(CONTACT_CHANGED, actor.ref, Subject("contact", row.pk), changes=changes)
    return changed
