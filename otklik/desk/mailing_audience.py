"""Whom a mass message is for, as a form asks it: names one a line, ticks, custom fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.core.errors import Invalid
from otklik.desk.field_filters import Offer, offered
from otklik.fields.queries import PREFIX
from otklik.mailings.audience import Audience
from otklik.mailings.queries import Found, companies_named, contacts_addressed, contracts_numbered, named
from otklik.people.actor import Actor

OWNERS = ("contact", "company")
LONGEST_DAYS = 3650


@dataclass(frozen=True)
class Asked:
    """A custom field people are chosen by: the name of its control, how it is asked, what stands in it."""

    name: str
    offer: Offer
    value: str


def values_of(actor: Actor, audience: Audience) -> dict[str, object]:
    """What stands in the form for a filter."""
    found = named(actor, audience)
    return {
        "everyone": audience.everyone,
        "companies": "\n".join(found.companies),
        "contracts": "\n".join(found.contracts),
        "contacts": "\n".join(found.contacts),
        "categories": set(audience.categories),
        "services": set(audience.services),
        "ordered_days": str(audience.ordered_days or ""),
        "fields": _fields(actor, {"contact": audience.contact_fields, "company": audience.company_fields}),
    }


def typed(actor: Actor, post: QueryDict) -> dict[str, object]:
    """What stands in the form when it comes back."""
    chosen = {owner: _chosen(actor, owner, post) for owner in OWNERS}
    words = {name: post.get(name, "") for name in ("companies", "contracts", "contacts", "ordered_days")}
    return {
        **words,
        "everyone": bool(post.get("everyone")),
        "categories": set(post.getlist("categories")),
        "services": set(post.getlist("services")),
        "fields": _fields(actor, chosen),
    }


def read_audience(actor: Actor, post: QueryDict) -> Audience:
    """The filter a form asks for. `Invalid` names the words that mean nothing."""
    problems: dict[str, str] = {}
    companies = _named(actor, post, "companies", companies_named, problems)
    contracts = _named(actor, post, "contracts", contracts_numbered, problems)
    contacts = _named(actor, post, "contacts", contacts_addressed, problems)
    days = post.get("ordered_days", "").strip()
    if days and not (days.isdecimal() and 0 < int(days) <= LONGEST_DAYS):
        problems["ordered_days"] = _("A number of days, 1 to 3650.")
    if problems:
        raise Invalid(problems)
    return Audience(
        everyone=bool(post.get("everyone")),
        companies=companies,
        categories=post.getlist("categories"),
        contracts=contracts,
        services=post.getlist("services"),
        ordered_days=int(days or 0),
        contact_fields=_chosen(actor, "contact", post),
        company_fields=_chosen(actor, "company", post),
        contacts=contacts,
    )


def offers() -> dict[str, object]:
    """What can be ticked."""
    known = catalogue()
    return {
        "all_categories": [(row.code, str(row.name)) for row in known.company_categories.values()],
        "all_services": [(row.code, str(row.name)) for row in known.offered_services()],
    }


def _named(
    actor: Actor,
    post: QueryDict,
    name: str,
    find: Callable[[Actor, Sequence[str]], Found],
    problems: dict[str, str],
) -> Sequence[str]:
    words = [line.strip() for line in post.get(name, "").splitlines() if line.strip()]
    found = find(actor, words) if words else Found((), ())
    if found.unknown:
        problems[name] = _("Not found: %(names)s.") % {"names": ", ".join(found.unknown[:5])}
    return found.uids


def _chosen(actor: Actor, owner: str, post: QueryDict) -> dict[str, str]:
    chosen = {}
    for offer in offered(actor, owner):
        value = post.get(f"{owner}.{offer.field}", "").strip()
        if value:
            chosen[offer.field.removeprefix(PREFIX)] = value[:250]
    return chosen


def _fields(actor: Actor, chosen: Mapping[str, Mapping[str, str]]) -> list[Asked]:
    return [
        Asked(
            f"{owner}.{offer.field}", offer, chosen.get(owner, {}).get(offer.field.removeprefix(PREFIX), "")
        )
        for owner in OWNERS
        for offer in offered(actor, owner)
    ]
