"""The menu of the portal for a signed-in client."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import caches
from django.utils.translation import gettext as _

from otklik.clients.own_company import OwnCompany, own_company
from otklik.organisation.queries import brands
from otklik.people.actor import Actor
from otklik.tickets.queries.portal import waiting_for
from otklik.web.addresses import address
from otklik.web.portal_frame import Frame, frame_for

T = TypeVar("T")
A_MOMENT, A_MINUTE = 10, 60
"""Seconds a figure of the menu, and the company's name, may be old: they stand on every page."""


def portal_frame(actor: Actor, current: str, *, waiting: int | None = None) -> Frame:
    """My requests with how many wait for me, the company's for those with the right, a new one.

    `waiting`: that number, where the page knows it already.
    """
    count = _kept(f"waiting:{actor.key}", A_MOMENT, lambda: waiting_for(actor), waiting)
    nav = [(_("My requests"), address("portal"), current == "mine", count)]
    if actor.sees_others:
        nav.append((_("Company requests"), address("portal-company"), current == "company", 0))
    if actor.companies:
        nav.append((_("Documents"), address("portal-documents"), current == "documents", 0))
    nav.append((_("New request"), address("portal-new"), current == "new", 0))
    company = company_of(actor)
    brand = next((one for one in brands() if one.pk == company.brand_id), None)
    return frame_for(actor, nav=nav, company=company.name, live=True, brand=brand)


def company_of(actor: Actor) -> OwnCompany:
    """The client's company, as it was a minute ago at most."""
    return _kept(f"company:{actor.company_id or 0}", A_MINUTE, lambda: own_company(actor))


def _kept(key: str, seconds: int, make: Callable[[], T], known: T | None = None) -> T:
    """From this process's memory; `known` is put there instead of being asked for."""
    memory = caches["local"]
    found = known if known is not None else cast("T | None", memory.get(key))
    if found is not None and known is None:
        return found
    fresh = make() if found is None else found
    memory.set(key, fresh, seconds)
    return fresh
