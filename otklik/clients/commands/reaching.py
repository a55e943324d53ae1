"""How a contact is reached: mail, phones, messengers, and who else gets a copy; checked and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from otklik.clients.enums import MessengerKind
from otklik.clients.models import Contact, ContactEmail, ContactMessenger, ContactPhone
from otklik.clients.phones import Given as GivenPhone
from otklik.clients.phones import Phone, read_phones
from otklik.core import text
from otklik.core.errors import Invalid
from otklik.core.prepared import Prepared, Rows

MAX_ADDRESS = 100
_OWNERS: Prepared[int] = Prepared(int)
PHONE_COLUMNS = ("phone", "kind", "extension")


@dataclass(frozen=True)
class Messenger:
    """An address in a messenger; `kind` is one of `MessengerKind`."""

    kind: str
    address: str


@dataclass(frozen=True)
class Reach:
    """Every way to reach a contact, each once, in order. Mail goes to the first address."""

    emails: Sequence[str] = ()
    phones: Sequence[Phone] = ()
    messengers: Sequence[Messenger] = ()


@dataclass(frozen=True)
class Given:
    """The same as somebody gives it, not read yet."""

    emails: Sequence[str] = ()
    phones: Sequence[GivenPhone] = ()
    messengers: Sequence[Messenger] = ()


def stored_reach(contact: Contact) -> Reach:
    """What is known of a contact now."""
    rows = ContactMessenger.objects.filter(contact=contact)
    return Reach(
        tuple(contact.emails.order_by("position").values_list("email", flat=True)),
        tuple(Phone(*row) for row in contact.phones.order_by("position", "id").values_list(*PHONE_COLUMNS)),
        tuple(Messenger(row.kind, row.address) for row in rows),
    )


def checked_reach(given: Given, contact: Contact | None, problems: dict[str, str]) -> Reach:
    """The addresses as they are stored; what cannot be taken is told in `problems`, by field."""
    reach = stored_form(given, problems, stored_reach(contact) if contact else Reach())
    own = (None, contact.pk if contact else None)
    taken = next((email for email in reach.emails if owner_of(email) not in own), None)
    if taken is not None:
        problems["emails"] = email_taken(taken)
    return reach


def owner_of(email: str) -> int | None:
    """The number of the contact with this address, as it is stored (`text.email_key`)."""
    return next(iter(_OWNERS.rows(_owners, email)), None)


def _owners(email: str) -> Rows:
    return ContactEmail.objects.filter(email=email).values_list("contact_id")


def stored_form(given: Given, problems: dict[str, str], before: Reach) -> Reach:
    """The same without asking whose the addresses are."""
    emails = [text.email_key(raw) for raw in given.emails if raw.strip()]
    if not all(emails):
        problems["emails"] = _("Enter a mail address such as name@example.com.")
    phones, strange = read_phones(given.phones, before.phones)
    if strange:
        problems["phones"] = _("Enter the phone with its code: 10 digits after +7.")
    kept = [Messenger(one.kind, text.one_line(one.address, MAX_ADDRESS)) for one in given.messengers]
    if any(one.kind not in set(MessengerKind) or not one.address for one in kept):
        problems["messengers"] = _("Write the messenger and the address, one a line: Telegram: @name.")
    return Reach(_once(emails), tuple(phones), tuple(dict.fromkeys(kept)))


def checked_copies(given: Sequence[str], problems: dict[str, str]) -> list[str]:
    """Addresses for copies as they are stored: anybody's, also those of other contacts."""
    found = [text.email_key(raw) for raw in given if raw.strip()]
    if not all(found):
        problems["copies"] = _("Enter a mail address such as name@example.com.")
    return list(_once(found))


def keep_reach(contact: Contact, reach: Reach, before: Reach) -> None:
    """Write what differs from `before`. `Invalid` when somebody else took an address meanwhile."""
    if reach.emails != before.emails:
        _keep_emails(contact, reach.emails, before.emails)
    if reach.phones != before.phones:
        ContactPhone.objects.filter(contact=contact).delete()
        ContactPhone.objects.bulk_create([phone_row(contact, one, n) for n, one in enumerate(reach.phones)])
    if reach.messengers != before.messengers:
        ContactMessenger.objects.filter(contact=contact).delete()
        ContactMessenger.objects.bulk_create(
            [
                ContactMessenger(contact=contact, kind=one.kind, address=one.address, position=n)
                for n, one in enumerate(reach.messengers)
            ]
        )


def phone_row(contact: Contact, one: Phone, position: int) -> ContactPhone:
    """A phone as it is stored."""
    return ContactPhone(
        contact=contact, phone=one.number, kind=one.kind, extension=one.extension, position=position
    )


def _keep_emails(contact: Contact, emails: Sequence[str], before: Sequence[str]) -> None:
    if before:
        ContactEmail.objects.filter(contact=contact).delete()
    rows = [ContactEmail(contact=contact, email=email, position=n) for n, email in enumerate(emails)]
    try:
        with transaction.atomic():
            ContactEmail.objects.bulk_create(rows)
    except IntegrityError as error:
        # Somebody else gave the address to another contact since it was looked up.
        raise Invalid({"emails": email_taken(", ".join(emails))}) from error


def _once(found: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def email_taken(email: str) -> str:
    """The sentence for an address that is another contact's."""
    return _("The address %(email)s belongs to another contact.") % {"email": email}
