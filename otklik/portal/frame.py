"""The menu of the portal for a signed-in client."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.clients.queries import own_company
from otklik.organisation.queries import brands
from otklik.people.actor import Actor
from otklik.tickets.queries.portal import waiting_for
from otklik.web.portal_frame import Frame, frame_for


def portal_frame(actor: Actor, current: str) -> Frame:
    """My requests with how many wait for me, the company's for those with the right, a new one."""
    nav = [(_("My requests"), reverse("portal"), current == "mine", waiting_for(actor))]
    if actor.company_wide:
        nav.append((_("Company requests"), reverse("portal-company"), current == "company", 0))
    nav.append((_("New request"), reverse("portal-new"), current == "new", 0))
    company = own_company(actor)
    brand = next((one for one in brands() if one.pk == company.brand_id), None)
    return frame_for(actor, nav=nav, company=company.name, live=True, brand=brand)
