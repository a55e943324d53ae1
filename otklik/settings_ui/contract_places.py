"""Sites and equipment in the form of a contract: all of its companies in a list, or, of many, those it covers
and a box that finds more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.clients.place_choice import (
    ASSETS_KIND,
    SITES_KIND,
    Choice,
    Place,
    assets_to_choose,
    named_places,
    sites_to_choose,
)
from otklik.core.configuring.kinds import Option, Several
from otklik.people.actor import Actor
from otklik.settings_ui import searched

if TYPE_CHECKING:
    from otklik.clients.models import Asset, Company, Site


def sites_of(
    actor: Actor, companies: Sequence[Company], covered: Sequence[Site], sent: Sequence[str]
) -> Several | None:
    """What the field of sites offers, with those a form has `sent` (uids); None where the companies have
    none."""
    choices = [(one.name, sites_to_choose(actor, one.pk)) for one in companies]
    options = [Option(str(row.uid), row.name, note=row.address, group=row.company.name) for row in covered]
    return _several(actor, SITES_KIND, companies, choices, options, sent)


def assets_of(
    actor: Actor, companies: Sequence[Company], covered: Sequence[Asset], sent: Sequence[str]
) -> Several | None:
    """The same of equipment."""
    choices = [(one.name, assets_to_choose(actor, one.pk)) for one in companies]
    options = [
        Option(str(row.uid), ", ".join(filter(None, (row.name, row.serial))), group=row.company.name)
        for row in covered
    ]
    return _several(actor, ASSETS_KIND, companies, choices, options, sent)


def _several(
    actor: Actor,
    kind: str,
    companies: Sequence[Company],
    choices: Sequence[tuple[str, Choice]],
    covered: Sequence[Option],
    sent: Sequence[str],
) -> Several | None:
    if not any(choice for _name, choice in choices):
        return None
    options = [_option(kind, place, name) for name, choice in choices for place in choice.places]
    is_many = any(choice.is_many for _name, choice in choices)
    if is_many:
        listed = {option.key for option in options}
        options += [option for option in covered if option.key not in listed]
        listed = {option.key for option in options}
        new = [uid for uid in sent if uid not in listed]
        options += [_option(kind, place, _("Added")) for place in named_places(actor, kind, new)]
    only = companies[0] if len(companies) == 1 else None
    return Several(lambda: options, looks="people", finds=searched.finds(kind, only, is_many=is_many))


def _option(kind: str, place: Place, group: str) -> Option:
    label = f"{place.name}, {place.note}" if place.note and kind == ASSETS_KIND else place.name
    return Option(place.uid, label, note=place.note, group=group)
