"""A brand's logo, shown or taken away by whoever may set up brands."""

from __future__ import annotations

from otklik.organisation.brand_shape import BRAND
from otklik.organisation.commands import remove_logo, set_logo
from otklik.organisation.models import Brand
from otklik.people.actor import Actor
from otklik.people.commands.configure import require_setting_up


def set_brand_logo(actor: Actor, brand: Brand, raw: bytes) -> None:
    """Show this picture as the brand's logo. Needs the right to set up brands. Refusals and event: as
    `organisation.commands.set_logo`."""
    require_setting_up(actor, BRAND)
    set_logo(actor.ref, brand, raw)


def remove_brand_logo(actor: Actor, brand: Brand) -> None:
    """Show the brand by its name alone. Needs the right to set up brands. Event: as
    `organisation.commands.remove_logo`."""
    require_setting_up(actor, BRAND)
    remove_logo(actor.ref, brand)
