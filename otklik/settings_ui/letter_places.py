"""For whom a text of letters is written: for everybody, for a brand, for a mailbox."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.core.errors import NotFound
from otklik.notifications.commands import TextPlace
from otklik.notifications.enums import TextKind
from otklik.organisation.queries import brands


def place_of(kind: TextKind, language: str, asked: str) -> TextPlace:
    """The place an address or a form names: `brand:<code>`, `mailbox:<name>`, or nothing for everybody."""
    what, _colon, name = asked.partition(":")
    if not asked:
        return TextPlace(kind, language)
    if what == "brand":
        brand = next((one for one in brands() if one.code == name), None)
        if brand is not None:
            return TextPlace(kind, language, brand=brand)
    if what == "mailbox":
        box = next((one for one in catalogue().mailboxes() if one.name == name), None)
        if box is not None:
            return TextPlace(kind, language, account=box)
    raise NotFound


def places() -> Sequence[tuple[str, str]]:
    """What can be chosen besides everybody; nothing where there is one brand and one mailbox."""
    known, boxes = brands(), catalogue().mailboxes()
    found = [(f"brand:{one.code}", _("Brand %(name)s") % {"name": one.name}) for one in known]
    found += [(f"mailbox:{box.name}", box.address) for box in boxes]
    return found if len(known) > 1 or len(boxes) > 1 else ()
