"""Subject and first words of a letter to employees: as delivered, or as an administrator has written them."""

from __future__ import annotations

from otklik.catalogue.models import ChannelAccount
from otklik.notifications.enums import STAFF_TEXTS, TextKind
from otklik.notifications.filling import fill
from otklik.notifications.links import desk_link
from otklik.notifications.models import Delivery
from otklik.notifications.texts import REASON, SUBJECT, text_in_force
from otklik.notifications.values import values_of

_AS_DELIVERED = f"{{{{ {REASON} }}}}"


def worded(delivery: Delivery, account: ChannelAccount, language: str, reason: str) -> tuple[str, str]:
    """The subject, which never changes as delivered, so that mail programs keep a ticket's letters together;
    and the words. `reason`: why the reader gets it. A rule's letter has its own words."""
    ticket, kind = delivery.ticket, str(delivery.letter)
    usual = " ".join(f"[{ticket.number}] {ticket.subject}".split())
    if kind not in {one.value for one in STAFF_TEXTS}:
        return usual, reason
    text = text_in_force(TextKind(kind), language, account_id=account.pk, brand_id=ticket.brand_id)
    if (text.subject, text.text) == (SUBJECT, _AS_DELIVERED):
        return usual, reason
    values = {**values_of(ticket, account, link=desk_link(ticket.number)), REASON: reason}
    return " ".join(fill(text.subject, values).split()), fill(text.text, values)
