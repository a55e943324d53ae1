"""How contracts stand, in words: for the desk, and friendlier for clients. Always a sign and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from otklik.clients.contract_cover import Why
from otklik.clients.contract_standing import WARNED, Kind, Standing
from otklik.core import money
from otklik.web.typography import full_day


@dataclass(frozen=True)
class Told:
    """A standing for reading: icon and tone, a word or two, a whole sentence."""

    kind: str
    icon: str
    tone: str
    label: str
    sentence: str


def told(standing: Standing) -> Told:
    """For employees."""
    icon, tone, label, sentence = _WORDS[standing.kind]
    days = {"until": full_day(standing.until), "since": full_day(standing.since)}
    return Told(standing.kind, icon, tone, label() % days, sentence() % days)


def told_client(standing: Standing | None) -> str:
    """For a client about to ask: that the work may be paid separately; empty where there is nothing to
    say."""
    if standing is None:
        return _("This work may be paid for separately: no contract covers it.")
    if standing.kind is Kind.UNPAID:
        return _("This work may be paid for separately: the service period of your contract is not paid yet.")
    return _("This work may be paid for separately.") if standing.kind in WARNED else ""


def why_chosen(why: Why) -> str:
    """Why a contract was chosen without anybody choosing."""
    return {
        Why.ONLY: _("the only contract that covers it"),
        Why.NEWEST: _("the newest of the contracts that cover it"),
        Why.LAST: _("the newest of the contracts that cover it; no period is running"),
    }[why]


def standing_names() -> list[tuple[str, str]]:
    """Every kind with its name, for a filter."""
    return [(kind.value, name()) for kind, name in _NAMES.items()]


def sum_of(minor: int | None, currency: str) -> str:
    """A sum in the reader's language; empty for none."""
    return "" if minor is None else money.shown(minor, currency, get_language() or "ru")


Words = Callable[[], str]
_WORDS: dict[Kind, tuple[str, str, Words, Words]] = {
    Kind.NONE: (
        "info",
        "grey",
        lambda: _("no service period"),
        lambda: _("The contract has no service period: the work is paid separately."),
    ),
    Kind.PAID: (
        "check",
        "green",
        lambda: _("paid until %(until)s"),
        lambda: _("The service period until %(until)s is paid."),
    ),
    Kind.UNPAID: (
        "warn",
        "amber",
        lambda: _("not paid, until %(until)s"),
        lambda: _("The current service period, until %(until)s, is not paid."),
    ),
    Kind.ENDING: (
        "clock",
        "amber",
        lambda: _("ends %(until)s"),
        lambda: _("What is paid ends %(until)s, and nothing follows."),
    ),
    Kind.ENDED: (
        "ban",
        "red",
        lambda: _("ended %(until)s"),
        lambda: _("The contract ended %(until)s: the work is paid separately."),
    ),
    Kind.NOT_BEGUN: (
        "clock",
        "grey",
        lambda: _("begins %(since)s"),
        lambda: _("The next service period begins %(since)s: until then the work is paid separately."),
    ),
}
_NAMES: dict[Kind, Words] = {
    Kind.PAID: lambda: _("paid"),
    Kind.UNPAID: lambda: _("not paid"),
    Kind.ENDING: lambda: _("about to end"),
    Kind.ENDED: lambda: _("ended"),
    Kind.NOT_BEGUN: lambda: _("not begun"),
    Kind.NONE: lambda: _("without service period"),
}
