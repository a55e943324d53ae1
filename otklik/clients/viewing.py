"""The client an employee looks at the portal as; begun by `commands.viewing`."""

from __future__ import annotations

from dataclasses import replace

from otklik.clients.access import VIEW_AS
from otklik.clients.acting import actor_of_contact
from otklik.clients.commands.viewing import PURPOSE
from otklik.clients.models import Contact
from otklik.core import signing
from otklik.core.actors import Via
from otklik.people.actor import Actor


def viewed_client(viewer: Actor, token: str) -> Actor | None:
    """The contact's actor with `viewed_by`, while the token is the viewer's own, their role still allows it
    and the contact is not hidden; else None."""
    claim = signing.read(PURPOSE, token) if token else None
    if claim is None or viewer.agent_id is None or claim.holder_id != viewer.agent_id:
        return None
    if not viewer.has(VIEW_AS):
        return None
    contact = Contact.objects.select_related("user").filter(pk=claim.object_id, hidden=False).first()
    if contact is None:
        return None
    seen = actor_of_contact(contact, Via.PORTAL)
    return replace(seen, viewed_by=viewer.agent_id, viewer_language=viewer.language)
