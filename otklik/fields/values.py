"""Values of custom fields: read from what a form, a program or a table sent, checked, written out.

A value is stored as JSON: a text for most kinds, `true` for a flag (no flag is no value), a list of codes for
several options, a decimal as text (SQLite's decimal is a float), money as whole minor units with its currency
(ISO 4217), a date as YYYY-MM-DD (ISO 8601), an employee as a uid, a company or an asset as its uid and the
name it was chosen by. Nothing is None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from urllib.parse import urlsplit

from otklik.core import text
from otklik.fields.enums import NAMED, Kind

Value = str | bool | list[str] | dict[str, str | int] | None
Custom = Mapping[str, Value]
"""The values of an owner, by the keys of its fields."""

SHORT, LONG, ADDRESS, MOST_CHOSEN = 300, 10_000, 2_000, 100
SCALE = 6
"""Digits after the point that a number may have."""
_MOST = Decimal(10) ** 12
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']+")
_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
YES = frozenset({"1", "true", "on", "yes", "y", "да", "+"})
NO = frozenset({"0", "false", "off", "no", "n", "нет", "-"})
_NOT_IN_LINKS = frozenset('<>"\\')
_WITH_HOST = frozenset({"http", "https"})


class Fault(StrEnum):
    """Why a value cannot be taken."""

    TEXT = "text"
    TOO_LONG = "too_long"
    NUMBER = "number"
    TOO_BIG = "too_big"
    DIGITS = "digits"
    MONEY = "money"
    CURRENCY = "currency"
    DATE = "date"
    NO_DAY = "no_day"
    OPTION = "option"
    SEVERAL = "several"
    FLAG = "flag"
    LINK = "link"
    SCHEME = "scheme"
    UNKNOWN = "unknown"


class Wrong(Exception):
    """A value that cannot be taken; `given` and `limit` are for the sentence about it."""

    def __init__(self, fault: Fault, given: object = "", limit: int = 0) -> None:
        super().__init__(fault)
        self.fault = fault
        self.given = text.one_line(str(given), 60)
        self.limit = limit


Found = tuple[str, str]
"""The uid and the name of what a reference leads to."""


def _nothing(_words: str) -> Found | None:
    return None


@dataclass(frozen=True)
class Rule:
    """What one field takes. `options`: what may be written for an option (its code, its names folded) → its
    code. `find`: what a uid, or a name that only one has, leads to."""

    kind: Kind
    options: Mapping[str, str] = field(default_factory=dict)
    currency: str = "RUB"
    find: Callable[[str], Found | None] = _nothing


def read(rule: Rule, given: object) -> Value:
    """The value as it is stored, None for an empty one; `Wrong` says what cannot be taken."""
    if given is None or given == "" or given == []:
        return None
    return _READERS[rule.kind](rule, given)


def plain(value: Value) -> str:
    """A value as tables and programs write it, without regard to language; `read` takes it back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, dict):
        amount = value.get("amount")
        return major(amount) if isinstance(amount, int) else str(value.get("uid", ""))
    return value


def major(amount: int) -> str:
    """Minor units as an amount: 150050 → `1500.50`."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def _text(_rule: Rule, given: object) -> Value:
    return _words(" ".join(_plain_text(given).split()), SHORT)


def _long(_rule: Rule, given: object) -> Value:
    return _words(_plain_text(given).replace("\r\n", "\n").strip(), LONG)


def _number(_rule: Rule, given: object) -> Value:
    number = _decimal(given, Fault.NUMBER)
    if abs(number) >= _MOST:
        raise Wrong(Fault.TOO_BIG, given)
    if _decimals(number) > SCALE:
        raise Wrong(Fault.DIGITS, given, SCALE)
    return _written(number)


def _money(rule: Rule, given: object) -> Value:
    if isinstance(given, Mapping):
        amount, currency = given.get("amount"), given.get("currency", rule.currency)
        if not isinstance(amount, int) or isinstance(amount, bool):
            raise Wrong(Fault.MONEY, amount)
        if currency != rule.currency:
            raise Wrong(Fault.CURRENCY, rule.currency)
    else:
        number = _decimal(given, Fault.MONEY)
        if _decimals(number) > 2:
            raise Wrong(Fault.DIGITS, given, 2)
        if abs(number) >= _MOST:
            raise Wrong(Fault.TOO_BIG, given)
        amount = int(number * 100)
    if abs(amount) >= _MOST * 100:
        raise Wrong(Fault.TOO_BIG, amount)
    return {"amount": amount, "currency": rule.currency}


def _date(_rule: Rule, given: object) -> Value:
    if isinstance(given, date):
        return date(given.year, given.month, given.day).isoformat()
    words = _plain_text(given).strip()
    if not words:
        return None
    by_dots = _DAY.fullmatch(words)
    try:
        if by_dots:
            day, month, year = map(int, by_dots.groups())
            return date(year, month, day).isoformat()
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", words):
            raise Wrong(Fault.DATE, words)
        return date.fromisoformat(words).isoformat()
    except ValueError:
        raise Wrong(Fault.NO_DAY, words) from None


def _option(rule: Rule, given: object) -> Value:
    if not isinstance(given, str):
        raise Wrong(Fault.OPTION, given)
    return _code(rule, given) if given.strip() else None


def _options(rule: Rule, given: object) -> Value:
    parts = given.split(",") if isinstance(given, str) and given not in rule.options else given
    parts = [parts] if isinstance(parts, str) else parts
    if not isinstance(parts, Sequence) or not all(isinstance(part, str) for part in parts):
        raise Wrong(Fault.SEVERAL)
    if len(parts) > MOST_CHOSEN:
        raise Wrong(Fault.SEVERAL)
    chosen = {_code(rule, part) for part in parts if part.strip()}
    # In the order of the options, so that the same choice is always the same value.
    return [code for code in dict.fromkeys(rule.options.values()) if code in chosen] or None


def _flag(_rule: Rule, given: object) -> Value:
    if isinstance(given, bool):
        return given or None
    folded = str(given).strip().casefold()
    if folded in YES:
        return True
    if folded in NO or not folded:
        return None
    raise Wrong(Fault.FLAG, given)


def _link(_rule: Rule, given: object) -> Value:
    address = _plain_text(given).strip()
    if len(address) > ADDRESS:
        raise Wrong(Fault.TOO_LONG, limit=ADDRESS)
    if any(sign.isspace() or not sign.isprintable() or sign in _NOT_IN_LINKS for sign in address):
        raise Wrong(Fault.LINK, address)
    if address and ":" not in address.partition("/")[0] and "." in address.partition("/")[0]:
        address = f"https://{address}"
    return _checked_link(address) if address else None


def _checked_link(address: str) -> str:
    """Of the web with a host, or of mail: whatever else a browser would follow could run a script."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        raise Wrong(Fault.LINK, address) from None
    if parts.scheme not in (*_WITH_HOST, "mailto"):
        raise Wrong(Fault.SCHEME, address)
    is_good = bool(text.email_key(parts.path)) if parts.scheme == "mailto" else bool(host)
    if not is_good:
        raise Wrong(Fault.LINK, address)
    return address


def _reference(rule: Rule, given: object) -> Value:
    uid = given.get("uid") if isinstance(given, Mapping) else given
    if not isinstance(uid, str):
        raise Wrong(Fault.UNKNOWN, uid)
    if not uid.strip():
        return None
    found = rule.find(text.storable(uid.strip()))
    if found is None:
        raise Wrong(Fault.UNKNOWN, uid)
    return {"uid": found[0], "name": text.one_line(found[1], SHORT)} if rule.kind in NAMED else found[0]


_READERS: Mapping[Kind, Callable[[Rule, object], Value]] = {
    Kind.TEXT: _text,
    Kind.LONG: _long,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.LIST: _option,
    Kind.TREE: _option,
    Kind.MULTI: _options,
    Kind.FLAG: _flag,
    Kind.LINK: _link,
    Kind.AGENT: _reference,
    Kind.COMPANY: _reference,
    Kind.ASSET: _reference,
}


def _plain_text(given: object) -> str:
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise Wrong(Fault.TEXT, given)
    return text.storable(str(given))


def _words(words: str, limit: int) -> Value:
    if len(words) > limit:
        raise Wrong(Fault.TOO_LONG, limit=limit)
    return words or None


def _decimal(given: object, fault: Fault) -> Decimal:
    """`1 234,5`, `1234.5`, a number of a program."""
    if isinstance(given, bool) or not isinstance(given, str | int | float | Decimal):
        raise Wrong(fault, given)
    words = _SPACES.sub("", str(given)).replace(",", ".").replace("−", "-")
    try:
        number = Decimal(words)
    except InvalidOperation:
        raise Wrong(fault, given) from None
    if not number.is_finite():
        raise Wrong(fault, given)
    return number


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _written(number: Decimal) -> str:
    words = f"{number.normalize():f}"
    return "0" if words in ("-0", "0") else words


def _code(rule: Rule, given: str) -> str:
    found = rule.options.get(given.strip()) or rule.options.get(text.key(given))
    if found is None:
        raise Wrong(Fault.OPTION, given)
    return found
