"""What stands around client pages: brand, menu, who I am, the other language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.core import phone
from otklik.organisation.queries import default_brand
from otklik.people.actor import Actor
from otklik.web.addresses import address
from otklik.web.brands import colours_url, logo_url
from otklik.web.typography import initials

if TYPE_CHECKING:
    from otklik.organisation.models import Brand


@dataclass(frozen=True)
class Viewed:
    """The line above the portal while an employee looks at it as a client."""

    words: str
    leave: str
    language: str


@dataclass(frozen=True)
class Frame:
    """Plain values for `portal_shell.html`; see its head."""

    brand: str
    home_url: str
    nav: Sequence[tuple[str, str, bool, int]]
    phone: str
    phone_href: str
    name: str
    company: str
    initials: str
    key: int
    logout_url: str
    profile_url: str
    other_lang: str
    other_lang_label: str
    other_lang_url: str
    live_url: str
    poll_url: str
    user_key: str
    mailbox: str
    address: str
    colours_url: str
    logo_url: str
    viewed: Viewed | None


def frame_for(
    actor: Actor | None,
    *,
    nav: Sequence[tuple[str, str, bool, int]] = (),
    company: str = "",
    live: bool = False,
    brand: Brand | None = None,
) -> Frame:
    """The frame of a client page; before sign-in without menu and name, with a switch of language. Without a
    `brand` it is the default one's. A look as a client does not listen: it leaves no trace."""
    shown = brand or default_brand()
    known = actor is not None and actor.is_contact
    name = actor.name if actor is not None and known else ""
    is_viewed = actor is not None and actor.viewed_by is not None
    other = ("en", "English") if (get_language() or "ru").startswith("ru") else ("ru", "Русский")
    return Frame(
        brand=str(shown.name),
        home_url="/",
        nav=nav,
        phone=phone.shown(shown.phone),
        phone_href=f"tel:{shown.phone}" if shown.phone else "",
        name=name,
        company=company,
        initials=initials(name),
        key=(actor.contact_id or 0) if actor is not None else 0,
        logout_url=address("account_logout"),
        profile_url=address("portal-profile") if known else "",
        other_lang=other[0],
        other_lang_label=other[1],
        other_lang_url=f"{address('language')}?to={other[0]}",
        live_url="/live/?face=contact" if live and not is_viewed else "",
        poll_url="/live/since?face=contact" if live and not is_viewed else "",
        user_key=actor.key if actor is not None and known else "anonymous",
        mailbox=_mailbox(shown.pk),
        address=shown.address,
        colours_url=colours_url(shown),
        logo_url=logo_url(shown),
        viewed=_viewed(actor),
    )


def _viewed(actor: Actor | None) -> Viewed | None:
    """Said to the employee who looks, in their own language."""
    if actor is None or actor.viewed_by is None:
        return None
    with translation.override(actor.viewer_language):
        said = _("You see the portal as %(name)s does. Nothing can be sent.") % {"name": actor.name}
        return Viewed(said, _("Leave"), actor.viewer_language)


def _mailbox(brand_id: int) -> str:
    """Where clients of the brand write to: its own mailbox, else the default one."""
    boxes = catalogue().mailboxes()
    own = (box.address for box in boxes if box.brand_id == brand_id)
    return next(own, boxes[0].address if boxes else "")
