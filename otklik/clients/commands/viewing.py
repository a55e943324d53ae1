"""Looking at the portal as a given client does (NEW-16): read-only, for half an hour, written down."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.clients.access import require_viewing
from otklik.clients.events import VIEWING_STARTED
from otklik.clients.models import Contact
from otklik.core import signing
from otklik.core.errors import NotPossible
from otklik.core.events import Subject, record
from otklik.people.actor import Actor

PURPOSE = "clients.view_as"
LASTS = timedelta(minutes=30)


@transaction.atomic
def start_viewing(actor: Actor, contact: Contact) -> str:
    """Begin to look at the portal as this contact; the token that the employee's session keeps.

    Needs `clients.view_as`, which no delivered role but the administrator's has. Nothing can be sent while it
    lasts, and the contact's account is not used. `NotPossible` for a hidden contact. Writes
    `viewing.started`, which stands in the log of administrators.
    """
    require_viewing(actor)
    if contact.hidden:
        raise NotPossible(_("This contact is history only: they see no portal."))
    record(VIEWING_STARTED, actor.ref, Subject("viewing", contact.pk))
    return signing.sign(PURPOSE, contact.pk, actor.agent_id or 0, valid_for=LASTS)
