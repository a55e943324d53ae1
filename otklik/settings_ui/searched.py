"""Fields of a form that search on the server: what they offer, and from what was typed to what it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse

from otklik.clients.place_choice import COMPANY_KIND, MOST, Choice, meant
from otklik.clients.queries import companies_page
from otklik.core.configuring.kinds import One, Option, Several
from otklik.core.configuring.shapes import Field
from otklik.core.errors import Invalid
from otklik.people.actor import Actor

if TYPE_CHECKING:
    from otklik.clients.models import Company

KINDS = {
    "company": COMPANY_KIND,
    "payer": COMPANY_KIND,
    "site": "site",
    "sites": "site",
    "asset": "asset",
    "assets": "asset",
}
"""What a field of this name leads to."""


def settled(
    actor: Actor, fields: Iterable[Field], given: Mapping[str, object], company: Company | None = None
) -> dict[str, object]:
    """The form with uids where a box that searches has words: of the company, where it is known. `Invalid`
    for words that do not tell, by field."""
    found, problems = dict(given), dict[str, str]()
    for field in fields:
        words = given.get(f"{field.name}_words")
        if not isinstance(field.kind, One | Several) or not field.kind.finds or words is None:
            continue
        kind, whose = KINDS[field.name], str(company.uid) if company and field.name not in _ANYWHERE else ""
        chosen = given.get(field.name)
        try:
            if isinstance(field.kind, One):
                found[field.name] = meant(actor, kind, str(chosen or ""), str(words), whose)
            elif words:
                before = list(chosen) if isinstance(chosen, list) else []
                found[field.name] = [*before, meant(actor, kind, "", str(words), whose)]
        except Invalid as error:
            problems[field.name] = error.fields[kind]
    if problems:
        raise Invalid(problems)
    return found


def options_of(choice: Choice) -> list[Option]:
    """What a form lists; of too many the chosen one."""
    return [Option(place.uid, place.label if choice.is_many else place.name) for place in choice.places]


def finds(kind: str, company: Company | None = None, *, is_many: bool = True) -> str:
    """The address where the box of such a field searches; empty where a list has all of them."""
    whose = f"?company={company.uid}" if company else ""
    return reverse("desk-place-options", args=[kind]) + whose if is_many else ""


def companies(actor: Actor, chosen: Company | None) -> tuple[Sequence[Option], str]:
    """The companies for a list, and where to search: there, where they are many, the chosen one alone."""
    page = companies_page(actor, limit=MOST)
    is_many = page.after is not None
    rows = [] if is_many else list(page.rows)
    if chosen is not None and chosen not in rows:
        rows.insert(0, chosen)
    return [Option(str(row.uid), row.name) for row in rows], finds(COMPANY_KIND, is_many=is_many)


_ANYWHERE = ("company", "payer")
