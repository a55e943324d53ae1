"""For whom a ticket is, and what it is about at the client's: the contact, the site, the machine.

There are very many of each: a page searches for them. Values are uids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from otklik.clients.models import Asset, Contact, Site
from otklik.core.configuring.kinds import Option
from otklik.core.ids import is_uid
from otklik.rules.conditions import Fact, Kind, Scalar
from otklik.rules.facts import TicketFacts
from otklik.rules.registry import RuleField, declare
from otklik.rules.ticket_fields import WHOSE


def _named(model: type[Asset | Contact | Site]) -> Callable[[Iterable[Scalar]], Sequence[Option]]:
    """What uids are called; one query."""

    def named(uids: Iterable[Scalar]) -> Sequence[Option]:
        known = [str(uid) for uid in uids if is_uid(str(uid))]
        rows = model._default_manager.filter(uid__in=known).values_list("uid", "name", "hidden")
        return [Option(str(uid), name, hidden) for uid, name, hidden in rows]

    return named


def _uid(row: Asset | Contact | Site | None) -> Fact:
    return str(row.uid) if row is not None else None


def _contact(facts: TicketFacts) -> Fact:
    return _uid(facts.ticket.contact)


def _site(facts: TicketFacts) -> Fact:
    return _uid(facts.ticket.site)


def _asset(facts: TicketFacts) -> Fact:
    return _uid(facts.ticket.asset)


declare(
    RuleField("contact", _("Contact"), Kind.CHOICE, _contact, WHOSE, finds="contact", named=_named(Contact)),
    RuleField("site", _("Site"), Kind.CHOICE, _site, WHOSE, finds="site", named=_named(Site)),
    RuleField("asset", _("Equipment"), Kind.CHOICE, _asset, WHOSE, finds="asset", named=_named(Asset)),
)
