"""What somebody has opened lately and most, as their browser remembers it: each object is shown only while it
is open to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from otklik.clients.access import visible_companies, visible_contacts
from otklik.core.ids import is_uid
from otklik.desk.palette_options import Group, Option, of_company, of_contact
from otklik.people.actor import Actor
from otklik.tickets.access import visible_to
from otklik.web.addresses import address

MOST = 5
COMPANY, CONTACT, TICKET = "o", "c", "t"


def opened(actor: Actor, last: str, often: str) -> list[Group]:
    """`last` and `often`: marks such as `t:INC7`, `c:<uid>`, `o:<uid>` with commas, the nearest first."""
    recent, frequent = _marks(last), _marks(often)
    known = _known(actor, {*recent, *frequent})
    lately = [mark for mark in recent if mark in known][:MOST]
    mostly = [mark for mark in frequent if mark in known and mark not in lately][:MOST]
    groups = [
        Group(_("Opened lately"), [known[mark] for mark in lately]),
        Group(_("Opened often"), [known[mark] for mark in mostly]),
    ]
    return [group for group in groups if group.options]


def _marks(given: str) -> list[str]:
    return list(dict.fromkeys(given.split(",")))[: 4 * MOST]


def _known(actor: Actor, marks: set[str]) -> Mapping[str, Option]:
    """Those the actor may see, by mark; at most a query for each kind."""
    of = {kind: [mark.partition(":")[2] for mark in marks if mark.startswith(f"{kind}:")] for kind in "toc"}
    known = _tickets(actor, of[TICKET])
    companies, contacts = _uids(of[COMPANY]), _uids(of[CONTACT])
    if companies:
        rows = visible_companies(actor).filter(uid__in=companies)
        known |= {f"{COMPANY}:{row.uid}": of_company(row) for row in rows}
    if contacts:
        people = visible_contacts(actor).filter(uid__in=contacts).select_related("company")
        known |= {f"{CONTACT}:{row.uid}": of_contact(row) for row in people}
    return known


def _tickets(actor: Actor, numbers: Sequence[str]) -> dict[str, Option]:
    if not numbers:
        return {}
    rows = visible_to(actor).filter(number__in=numbers).values_list("number", "subject", "contact_name")
    return {
        f"{TICKET}:{number}": Option(
            subject or number, f"{number} {name}", href=address("desk-ticket", args=[number]), icon="list"
        )
        for number, subject, name in rows
    }


def _uids(given: Sequence[str]) -> list[UUID]:
    return [UUID(uid) for uid in given if is_uid(uid)]
