"""What has happened to a contact's card, in words: who changed what of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.desk.client_story import Step, story_of
from otklik.people.actor import Actor

if TYPE_CHECKING:
    from otklik.clients.models import Contact


def contact_story(actor: Actor, contact: Contact) -> Sequence[Step]:
    """The last changes of a contact, newest first: that a value changed, never the value. One query."""
    return story_of(actor, contact, _("Contact added"), _labels())


def _labels() -> dict[str, str]:
    sees = _("what they see in the portal")
    return {
        "name": _("name"),
        "external_id": _("external id"),
        "position": _("position"),
        "company": _("company"),
        "emails": _("mail addresses"),
        "phones": _("phones"),
        "messengers": _("messengers"),
        "copies": _("addresses for copies"),
        "language": _("language"),
        "notes": _("notes"),
        "unwanted_letters": _("letters they do not want"),
        "may_sign_in": _("access to the portal"),
        "access": sees,
        "sees_sites": sees,
        "sees_supervised": sees,
        "sees_reports": sees,
        "approves_up_to": sees,
        "further_company": _("further companies"),
        "further_level": sees,
        "manager_agent": _("who looks after them"),
        "manager_team": _("who looks after them"),
        "observer_agents": _("observers"),
        "observer_teams": _("observers"),
    }
