"""Whom to ask for at sites, as people write them into tables: by mail address, name or external id, with what
they are in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from otklik.clients.access import visible_contacts
from otklik.clients.commands.bringing.batches import BATCH, keys_of, only
from otklik.clients.commands.bringing.rows import Brought
from otklik.clients.commands.contacts import MAX_NAME
from otklik.clients.commands.scopes import renew_scopes
from otklik.clients.events import CONTACT_CHANGED
from otklik.clients.models import Company, Contact, Site
from otklik.core import text
from otklik.core.errors import Invalid
from otklik.core.events import Change, Subject, record_each
from otklik.people.actor import Actor

COLUMN = "contacts"
_WITH_ROLE = re.compile(r"(?P<who>.*\S)\s*\((?P<role>[^()]*)\)")


@dataclass
class SitePeople:
    """The people of a batch's sites: found with each row, linked when the sites are written.

    A role is taken as the position of a contact who has none; one that is there is never overwritten.
    """

    actor: Actor
    known: set[int]
    by_word: dict[tuple[str, int | None], list[Contact]] = field(default_factory=dict)
    wanted: list[tuple[Site, set[int]]] = field(default_factory=list)
    roles: dict[int, tuple[Contact, str]] = field(default_factory=dict)

    def plan(self, row: Brought, site: Site, company: Company) -> list[Change]:
        """What a row says of the people there; nothing where it has no such column. `Invalid` for who is not
        of the company. People the actor may not know of stay, and those who are history."""
        if COLUMN not in row.lists:
            return []
        found = [self._one(word, company) for word in row.lists[COLUMN]]
        before = {one.pk for one in site.contacts.all()} if site.pk else set()
        after = {one.pk for one, _role in found} | (before - self.known)
        self.roles |= {one.pk: (one, role) for one, role in found if role and not one.position}
        self.wanted.append((site, after))
        return [Change(COLUMN, sorted(before), sorted(after))] if before != after else []

    def write(self, source: str) -> None:
        """Link them; after the sites were written. Writes `contact.changed` for who was given a position."""
        links = Site.contacts.through.objects
        sites = [site.pk for site, _people in self.wanted]
        standing = set(links.filter(site__in=sites).values_list("site_id", "contact_id"))
        wanted = {(site.pk, pk) for site, people in self.wanted for pk in people}
        for site_id, contact_id in standing - wanted:
            links.filter(site_id=site_id, contact_id=contact_id).delete()
        missing = sorted(wanted - standing)
        links.bulk_create([Site.contacts.through(site_id=s, contact_id=c) for s, c in missing], BATCH)
        renew_scopes({contact for _site, contact in standing ^ wanted})
        self._give_roles(source)

    def _one(self, word: str, company: Company) -> tuple[Contact, str]:
        parts = _WITH_ROLE.fullmatch(word)
        who, role = (parts["who"], parts["role"]) if parts else (word, "")
        found = only(self.by_word.get((text.key(who), company.pk), []), COLUMN)
        if found is None:
            told = _(
                "“%(name)s” is nobody of this company. Write a mail address, the name or an external id."
            )
            raise Invalid({COLUMN: told % {"name": text.one_line(who, 60)}})
        return found, text.one_line(role, MAX_NAME)

    def _give_roles(self, source: str) -> None:
        rows = []
        for contact, role in self.roles.values():
            contact.position = role
            contact.version += 1
            rows.append(contact)
        Contact.objects.bulk_update(rows, ["position", "version"], BATCH)
        told = [(Subject("contact", one.pk), [Change("position", None, None)]) for one in rows]
        record_each(CONTACT_CHANGED, self.actor.ref, told, {"import": source})


def site_people(actor: Actor, rows: Sequence[Brought], sites: Iterable[Site]) -> SitePeople:
    """Read who is at these sites and whom a batch names, in a constant number of queries; none where the
    file has no such column."""
    if not any(COLUMN in row.lists for row in rows):
        return SitePeople(actor, set())
    people = visible_contacts(actor).filter(hidden=False)
    known = people.filter(sites__in=list(sites)).values_list("pk", flat=True)
    found = SitePeople(actor, set(known))
    words = [_who(word) for row in rows for word in row.lists.get(COLUMN, ())]
    addresses = {text.email_key(word) for word in words} - {""}
    wanted = Q(emails__email__in=addresses) | Q(external_id__in=words) | Q(name_key__in=keys_of(words))
    for contact in people.filter(wanted).distinct().order_by("pk").prefetch_related("emails"):
        named = {contact.name_key, text.key(contact.external_id or "")}
        for word in (named | {text.key(one.email) for one in contact.emails.all()}) - {""}:
            found.by_word.setdefault((word, contact.company_id), []).append(contact)
    return found


def _who(word: str) -> str:
    parts = _WITH_ROLE.fullmatch(word)
    return (parts["who"] if parts else word).strip()
