"""The menu of the portal for a signed-in client."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.clients.queries import company_name
from otklik.people.actor import Actor
from otklik.web.portal_frame import Frame, frame_for


def portal_frame(actor: Actor, current: str) -> Frame:
    """My requests, the company's for those with the right, a new one."""
    nav = [(_("My requests"), reverse("portal"), current == "mine", 0)]
    if actor.company_wide:
        nav.append((_("Company requests"), reverse("portal-company"), current == "company", 0))
    nav.append((_("New request"), reverse("portal-new"), current == "new", 0))
    return frame_for(actor, nav=nav, company=company_name(actor.company_id), live=True)
