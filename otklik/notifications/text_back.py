"""Taking back changes of letters' texts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.core.configuring import undoing
from otklik.core.errors import NotPossible
from otklik.core.models import Event
from otklik.notifications.commands.texts import reset_template, set_template
from otklik.notifications.enums import TextKind
from otklik.notifications.events import TEMPLATE_CHANGED
from otklik.notifications.text_places import TextPlace
from otklik.notifications.texts import Text, delivered, own_text
from otklik.organisation.queries import brands
from otklik.people.actor import Actor
from otklik.people.returning import WayBack, declare_way_back


def restore(actor: Actor, event: Event) -> None:
    """Give a text its old words; the wider or delivered ones again where none stood. Administrators only.

    `NotPossible` when it says something else meanwhile. Writes `template.changed`.
    """
    place = _place(event)
    account, brand = place.account, place.brand
    own = own_text(
        place.kind,
        place.language,
        account_id=account.pk if account else None,
        brand_id=brand.pk if brand else None,
    )
    # Events of a place compare its own text with the delivered one, whatever a wider place says.
    now = own or delivered(place.kind, place.language)
    before = undoing.expect(event.changes, {"subject": now.subject, "text": now.text})
    text = Text(str(before.get("subject", now.subject)), str(before.get("text", now.text)))
    if text == delivered(place.kind, place.language):
        reset_template(actor, place)
    else:
        set_template(actor, place, text)


def _place(event: Event) -> TextPlace:
    """Which text it was; `NotPossible` where its mailbox or brand is gone."""
    account_id, brand_id = event.data.get("account"), event.data.get("brand")
    account = catalogue().accounts.get(account_id) if account_id else None
    brand = next((row for row in brands() if row.pk == brand_id), None)
    if (account_id and account is None) or (brand_id and brand is None):
        raise NotPossible(_("What was changed is gone."))
    return TextPlace(TextKind(event.data["kind"]), str(event.data["language"]), account, brand)


def _no_title(_event: Event) -> str:
    """Pages call a text by its kind and language, in their own words."""
    return ""


def _is_new(_event: Event) -> bool:
    """A text there is always: the delivered one."""
    return False


def _may(event: Event) -> bool:
    return bool(event.changes)


TEXTS_BACK = declare_way_back(WayBack("template", TEMPLATE_CHANGED, _no_title, _is_new, _may, restore))
