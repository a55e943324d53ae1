"""A mass letter as one contact would get it, without being sent."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from otklik.channels.mail.mass_sheet import sheet_of
from otklik.channels.mail.rendering import Rendered, render
from otklik.clients.models import Contact
from otklik.core.errors import NotPossible
from otklik.mailings.audience import read
from otklik.mailings.enums import Kind
from otklik.mailings.models import Mailing
from otklik.mailings.queries import sample_of
from otklik.mailings.samples import sample_recipient
from otklik.mailings.values import written_of
from otklik.mailings.wording import language_for
from otklik.organisation.settings import LANGUAGE, TIME_ZONE
from otklik.people.actor import Actor


@dataclass(frozen=True)
class MassPreview:
    """To whom, in which language, and both faces of the letter."""

    name: str
    address: str
    language: str
    subject: str
    faces: Rendered


def preview_of(
    actor: Actor, mailing: Mailing, contact: Contact | None = None, language: str = ""
) -> MassPreview:
    """As this contact would get it, else the first recipient; `language` instead of their own.

    Needs `mailings.send`; `NotPossible` where nobody would get it or nothing is written.
    """
    contact_id, theirs = _whose(actor, mailing, contact)
    languages = written_of(mailing).languages
    if not languages:
        raise NotPossible(_("Write the message, in Russian, in English or in both."))
    chosen = language if language in languages else language_for(theirs, languages, LANGUAGE.get())
    sample = sample_recipient(mailing, contact_id, chosen)
    with translation.override(chosen), timezone.override(ZoneInfo(TIME_ZONE.get())):
        sheet = sheet_of(sample)
        return MassPreview(sample.name, sample.address, chosen, sheet.title, render(sheet))


def _whose(actor: Actor, mailing: Mailing, contact: Contact | None) -> tuple[int, str]:
    if contact is not None:
        return contact.pk, contact.language
    found = sample_of(actor, read(mailing.audience), Kind(mailing.kind))
    if found is None:
        raise NotPossible(_("Nobody would get this message. Look at whom it is for."))
    return found.contact_id, found.language
