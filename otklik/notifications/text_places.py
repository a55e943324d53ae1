"""Which text: of what kind, in which language, for whom."""

from __future__ import annotations

from dataclasses import dataclass

from otklik.catalogue.models import ChannelAccount
from otklik.notifications.enums import TextKind
from otklik.notifications.texts import Text, delivered, own_text, text_in_force
from otklik.organisation.models import Brand


@dataclass(frozen=True)
class TextPlace:
    """Which text: its kind and language, for one mailbox, for one brand, or (neither) for all."""

    kind: TextKind
    language: str
    account: ChannelAccount | None = None
    brand: Brand | None = None


def text_at(place: TextPlace) -> Text:
    """What is in force there: the place's own text, else a wider one."""
    brand = place.account.brand if place.account else place.brand
    return text_in_force(
        place.kind,
        place.language,
        account_id=place.account.pk if place.account else None,
        brand_id=brand.pk if brand else None,
    )


def is_own(place: TextPlace) -> bool:
    """Whether something is written for exactly this place that the delivered text does not say."""
    own = own_text(
        place.kind,
        place.language,
        account_id=place.account.pk if place.account else None,
        brand_id=place.brand.pk if place.brand else None,
    )
    if own is None:
        return False
    return bool(place.account or place.brand) or own != delivered(place.kind, place.language)
