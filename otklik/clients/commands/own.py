"""What a client changes about themselves."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.clients.events import CONTACT_CHANGED
from otklik.clients.models import Contact
from otklik.core.errors import Denied
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor


@transaction.atomic
def choose_letters(actor: Actor, unwanted: Sequence[str]) -> None:
    """Which kinds of letters the client does not want. Clients only, for themselves.

    Writes `contact.changed`; choosing what stands already changes nothing.
    """
    if actor.contact_id is None:
        raise Denied(_("Only a client can do this."))
    contact = Contact.objects.select_for_update().get(pk=actor.contact_id)
    wanted = sorted(set(unwanted))
    if contact.unwanted_letters == wanted:
        return
    change = Change("unwanted_letters", contact.unwanted_letters, wanted)
    contact.unwanted_letters = wanted
    contact.version += 1
    contact.save(update_fields=["unwanted_letters", "version"])
    record(CONTACT_CHANGED, actor.ref, Subject("contact", contact.pk), changes=[change])


@transaction.atomic
def speak(actor: Actor, language: str) -> None:
    """The client's own language (`ru`, `en`) for pages and mails. Clients only, for themselves.

    Writes `contact.changed`; choosing what stands already changes nothing.
    """
    if actor.contact_id is None:
        raise Denied(_("Only a client can do this."))
    contact = Contact.objects.select_for_update().get(pk=actor.contact_id)
    if contact.language == language:
        return
    change = Change("language", contact.language, language)
    contact.language = language
    contact.version += 1
    contact.save(update_fields=["language", "version"])
    record(CONTACT_CHANGED, actor.ref, Subject("contact", contact.pk), changes=[change])
