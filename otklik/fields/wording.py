"""Values of custom fields in the reader's words, and what is said about those that cannot be taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from otklik.core.translated import Translated
from otklik.fields.enums import Kind
from otklik.fields.values import Fault, Value, Wrong, major
from otklik.people.queries import staff

NBSP = "\u00a0"
SIGNS: Mapping[str, str] = {"RUB": "₽", "USD": "$", "EUR": "€", "BYN": "Br", "KZT": "₸"}
"""Signs of currencies (ISO 4217) that read better than their codes."""


class Named(Protocol):
    """An option with its name."""

    @property
    def name(self) -> Translated:
        """In every language."""


class Described(Protocol):
    """What is known of a field when its value is told."""

    @property
    def kind(self) -> Kind:
        """What it holds."""

    @property
    def by_code(self) -> Mapping[str, Named]:
        """Its options by code."""


@dataclass(frozen=True, slots=True)
class Told:
    """A value as a card shows it. `href`: where it leads (a checked address of the web or of mail), or
    nothing; `lines`: it is a text of several lines."""

    words: str
    href: str = ""
    is_long: bool = False


def show(field: Described, value: Value) -> str:
    """A value in words of the reader's language; empty for nothing. Not escaped."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_option(field, code) for code in value)
    if isinstance(value, dict):
        return _money(value) if "amount" in value else str(value.get("name", ""))
    return _text(field, value)


def teller(field: Described) -> Callable[[Value], str]:
    """`show` for many values of one field, none of them empty: what does not change from one to the next is
    found once. A list of fifty rows asks five hundred times (docs/decisions/0013-fast-pages.md)."""
    is_russian = _is_russian()
    make = _TELLERS.get(field.kind)
    return make(field, is_russian) if make else lambda value: show(field, value)


def told(field: Described, value: Value) -> Told:
    """A value as a card shows it."""
    href = value if field.kind is Kind.LINK and isinstance(value, str) else ""
    return Told(_short(href) if href else show(field, value), href, field.kind is Kind.LONG)


def sentence(wrong: Wrong) -> str:
    """Why a value cannot be taken and how to mend it."""
    return _SENTENCES[wrong.fault]() % {"given": wrong.given, "n": wrong.limit}


def _short(address: str) -> str:
    """An address as people read it: without what every one begins with."""
    return address.removeprefix("https://").removeprefix("http://").removeprefix("mailto:").rstrip("/")


def _text(field: Described, value: str) -> str:
    match field.kind:
        case Kind.LIST | Kind.TREE:
            return _option(field, value)
        case Kind.NUMBER:
            return _number(value, _is_russian())
        case Kind.DATE:
            return _day(value, _is_russian())
        case Kind.AGENT:
            return agent.name if (agent := staff().by_uid.get(value)) else ""
    return value


@lru_cache(maxsize=5000)
def _day(value: str, is_russian: bool) -> str:
    return date_format(date.fromisoformat(value), "d.m.Y" if is_russian else "j M Y")


def _option(field: Described, code: str) -> str:
    found = field.by_code.get(code)
    return str(found.name) if found else code


def _money(value: Mapping[str, object]) -> str:
    amount = value.get("amount")
    return _amount(amount if isinstance(amount, int) else 0, str(value.get("currency", "")), _is_russian())


@lru_cache(maxsize=5000)
def _amount(amount: int, currency: str, is_russian: bool) -> str:
    whole = _number(major(amount), is_russian).removesuffix(",00").removesuffix(".00")
    return f"{whole}{NBSP}{SIGNS.get(currency, currency)}"


@lru_cache(maxsize=5000)
def _number(number: str, is_russian: bool) -> str:
    """`1234567.5` → `1 234 567,5` or `1,234,567.5`."""
    sign = "−" if number.startswith("-") else ""
    whole, _point, rest = number.lstrip("-").partition(".")
    grouped = f"{int(whole):,}"
    if is_russian:
        return sign + grouped.replace(",", NBSP) + (f",{rest}" if rest else "")
    return sign + grouped + (f".{rest}" if rest else "")


def _is_russian() -> bool:
    return not (get_language() or "ru").startswith("en")


def _names(field: Described, _is_russian: bool) -> Callable[[Value], str]:
    names = {code: str(option.name) for code, option in field.by_code.items()}
    return lambda value: names.get(str(value), "")


def _people(_field: Described, _is_russian: bool) -> Callable[[Value], str]:
    by_uid = staff().by_uid
    return lambda value: agent.short_name if (agent := by_uid.get(str(value))) else ""


def _same(_field: Described, _is_russian: bool) -> Callable[[Value], str]:
    return str


def _several(field: Described, is_russian: bool) -> Callable[[Value], str]:
    name = _names(field, is_russian)
    return lambda value: ", ".join(map(name, value)) if isinstance(value, list) else ""


def _flags(_field: Described, _is_russian: bool) -> Callable[[Value], str]:
    yes, no = _("yes"), _("no")
    return lambda value: yes if value else no


def _days(_field: Described, is_russian: bool) -> Callable[[Value], str]:
    return lambda value: _day(str(value), is_russian)


def _sums(_field: Described, is_russian: bool) -> Callable[[Value], str]:
    def tell(value: Value) -> str:
        if not isinstance(value, dict):
            return ""
        amount = value.get("amount")
        return _amount(amount if isinstance(amount, int) else 0, str(value.get("currency")), is_russian)

    return tell


def _links(_field: Described, _is_russian: bool) -> Callable[[Value], str]:
    return lambda value: _short(str(value))


def _numbers(_field: Described, is_russian: bool) -> Callable[[Value], str]:
    return lambda value: _number(str(value), is_russian)


_TELLERS: Mapping[Kind, Callable[[Described, bool], Callable[[Value], str]]] = {
    Kind.LIST: _names,
    Kind.TREE: _names,
    Kind.AGENT: _people,
    Kind.TEXT: _same,
    Kind.LONG: _same,
    Kind.LINK: _links,
    Kind.NUMBER: _numbers,
    Kind.MULTI: _several,
    Kind.FLAG: _flags,
    Kind.DATE: _days,
    Kind.MONEY: _sums,
}


_SENTENCES: Mapping[Fault, Callable[[], str]] = {
    Fault.TEXT: lambda: _("Enter a text."),
    Fault.TOO_LONG: lambda: _("At most %(n)s characters."),
    Fault.NUMBER: lambda: _("“%(given)s” is no number. Write it in digits, for example 1250 or 12.5."),
    Fault.TOO_BIG: lambda: _("This number is too large: it has to be below a thousand billion."),
    Fault.DIGITS: lambda: _("At most %(n)s digits after the point."),
    Fault.MONEY: lambda: _("“%(given)s” is no amount. Write it in digits, for example 1500 or 1500.50."),
    Fault.CURRENCY: lambda: _("Amounts in this field are in %(given)s."),
    Fault.DATE: lambda: _("“%(given)s” is no date. Write it as 2026-12-31 or 31.12.2026."),
    Fault.NO_DAY: lambda: _("There is no such day as %(given)s."),
    Fault.OPTION: lambda: _("There is no such choice any more. Choose from the list."),
    Fault.SEVERAL: lambda: _("Choose from the list."),
    Fault.FLAG: lambda: _("Choose yes or no."),
    Fault.LINK: lambda: _("“%(given)s” is no address. An example: https://example.com/page"),
    Fault.SCHEME: lambda: _("Only addresses that begin with http://, https:// or mailto: can be kept here."),
    Fault.UNKNOWN: lambda: _("Nothing is called “%(given)s”, or several are. Choose from the list."),
}
