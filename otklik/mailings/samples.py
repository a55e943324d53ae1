"""A recipient who is none: for previews and test letters. Nothing of it is written."""

from __future__ import annotations

from otklik.clients.models import Contact, ContactEmail
from otklik.core.errors import NotFound
from otklik.mailings.enums import Standing
from otklik.mailings.models import Mailing, Recipient


def sample_recipient(mailing: Mailing, contact_id: int, language: str) -> Recipient:
    """What a message's recipient would be if it started now with this contact; its links lead nowhere."""
    contact = Contact.objects.select_related("company").filter(pk=contact_id).first()
    if contact is None:
        raise NotFound
    email = ContactEmail.objects.filter(contact=contact).order_by("position", "id").first()
    return Recipient(
        pk=0,
        mailing=mailing,
        contact=contact,
        address=email.email if email else "",
        name=contact.name,
        language=language,
        state=Standing.WAITING,
    )
