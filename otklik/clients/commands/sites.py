"""Sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.clients.commands.hiding import set_hidden
from otklik.clients.commands.parts import keep_parts
from otklik.clients.commands.recording import put, relink
from otklik.clients.commands.scopes import renew_scopes
from otklik.clients.events import SITE_CHANGED, SITE_CREATED
from otklik.clients.models import Company, Contact, Site
from otklik.clients.place_access import require_site_edit
from otklik.clients.place_queries import in_use
from otklik.core import clock, small, text
from otklik.core.errors import Conflict, Invalid, NotPossible
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor

MAX_NAME = 200


@dataclass(frozen=True)
class SiteSpec:
    """What a site is: whose, where, when one may come, whom to ask there."""

    company: Company
    name: str
    address: str = ""
    access_hours: str = ""
    notes: str = ""
    contacts: Sequence[Contact] = ()


@transaction.atomic
def create_site(actor: Actor, spec: SiteSpec) -> Site:
    """Add a site to a company. Needs `clients.edit`. Writes `site.created`.

    `Invalid` for an empty name or a contact of another company.
    """
    require_site_edit(actor)
    _check(spec, None)
    site = Site(company=spec.company, created_at=clock.now())
    put_site(site, spec)
    site.save()
    keep_parts([site])
    if not in_use()[0]:
        small.bump()
    _relink(site, spec)
    record(SITE_CREATED, actor.ref, Subject("site", site.pk))
    return site


@transaction.atomic
def change_site(actor: Actor, site: Site, *, version: int, spec: SiteSpec) -> Site:
    """Replace a site's data; its company stays. Needs `clients.edit`; `Conflict` when it was saved after
    `version` was read.

    Writes `site.changed` with from and to (of notes and hours only that they changed); the same values change
    nothing.
    """
    require_site_edit(actor)
    row = Site.objects.select_for_update().get(pk=site.pk)
    if row.version != version:
        raise Conflict(_("Somebody changed this site meanwhile. Look at the new values and save again."))
    if spec.company.pk != row.company_id:
        raise NotPossible(must_stay())
    _check(spec, row)
    changes = [*put_site(row, spec), *_relink(row, spec)]
    if not changes:
        return row
    row.version += 1
    row.save()
    keep_parts([row])
    record(SITE_CHANGED, actor.ref, Subject("site", row.pk), changes=changes)
    return row


@transaction.atomic
def hide_site(actor: Actor, site: Site, *, hidden: bool = True) -> Site:
    """Make a site history only, or bring it back: not found, not offered. Needs `clients.edit`.

    Its equipment and tickets stay as they are. Writes `site.changed`.
    """
    require_site_edit(actor)
    return set_hidden(actor, site, SITE_CHANGED, hidden=hidden)


def _check(spec: SiteSpec, site: Site | None) -> None:
    problems = faults_of(spec)
    kept = set(site.contacts.values_list("pk", flat=True)) if site else set()
    if any(one.company_id != spec.company.pk and one.pk not in kept for one in spec.contacts):
        problems["contacts"] = _("Choose people of the site's company.")
    if problems:
        raise Invalid(problems)


def faults_of(spec: SiteSpec) -> dict[str, str]:
    """What is wrong with a site's own data, by field."""
    return {} if text.one_line(spec.name, MAX_NAME) else {"name": _("Enter the site's name.")}


def must_stay() -> str:
    """The sentence for a site that is to go to another company."""
    return _("A site stays with its company. Add it there and hide it here.")


def put_site(site: Site, spec: SiteSpec) -> list[Change]:
    """Set a site's columns; what changed. Its people and its company are left alone."""
    name, address = text.one_line(spec.name, MAX_NAME), text.one_line(spec.address, 300)
    changes = put(
        site,
        {
            "name": name,
            "address": address,
            "access_hours": text.one_line(spec.access_hours, 200),
            "notes": text.storable(spec.notes).strip(),
        },
    )
    site.name_key = text.key(name)[:MAX_NAME]
    site.search_key = text.key(f"{name} {address}")[:520]
    return changes


def _relink(site: Site, spec: SiteSpec) -> list[Change]:
    before = set(site.contacts.values_list("pk", flat=True))
    wanted = {one.pk for one in spec.contacts}
    changes = relink(site, "contacts", wanted)
    if changes:
        renew_scopes(before ^ wanted)
    return changes
