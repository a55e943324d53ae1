"""Reads about letters that are no deliveries, as the outbox shows them: all are the administrators'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from otklik.core.errors import Invalid, NotFound
from otklik.core.paging import Page, decode, encode
from otklik.notifications.access import require_outbox
from otklik.notifications.enums import DeliveryState, HouseKind
from otklik.notifications.models import ContractLetter, HouseLetter
from otklik.people.actor import Actor


class About(StrEnum):
    """What such a letter is about: `HouseKind`, or a contract."""

    ACCOUNT = HouseKind.ACCOUNT
    LINK = HouseKind.LINK
    CONTRACT = "contract"
    ALARM = HouseKind.ALARM
    TEST = HouseKind.TEST


@dataclass(frozen=True)
class LetterRow:
    """A letter as the outbox lists it. `thing`: number of a contract or ticket, login of an account."""

    uid: str
    about: About
    thing: str
    address: str
    state: DeliveryState
    attempts: int
    error: str
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True)
class LetterQuery:
    """Which letters: of a state, about something, to an address (its beginning)."""

    state: DeliveryState | None = None
    about: About | None = None
    words: str = ""
    after: str = ""
    size: int = 50


def letters(actor: Actor, wanted: LetterQuery) -> Page[LetterRow]:
    """The newest first: ids of both tables begin with the time they were made at (RFC 9562, version 7).
    Administrators only; a query for each of the two tables."""
    require_outbox(actor)
    asked = _asked(wanted)
    found: list[HouseLetter | ContractLetter] = []
    if wanted.about is not About.CONTRACT:
        of_house = HouseLetter.objects.select_related("user", "ticket").filter(asked)
        if wanted.about is not None:
            of_house = of_house.filter(about=wanted.about)
        found += of_house.order_by("-uid")[: wanted.size + 1]
    if wanted.about in (None, About.CONTRACT):
        of_contracts = ContractLetter.objects.select_related("period__contract").filter(asked)
        found += of_contracts.order_by("-uid")[: wanted.size + 1]
    found.sort(key=lambda letter: letter.uid, reverse=True)
    cursor = encode([str(found[wanted.size - 1].uid)]) if len(found) > wanted.size else None
    return Page(_rows(found[: wanted.size]), cursor)


def letter_row(actor: Actor, uid: str) -> LetterRow:
    """One of them; `NotFound` for none. Administrators only."""
    return _rows([get_letter_for(actor, uid)])[0]


def get_letter_for(actor: Actor, uid: str) -> HouseLetter | ContractLetter:
    """The letter with this uid; `NotFound` for none. Administrators only."""
    require_outbox(actor)
    found = (
        HouseLetter.objects.select_related("user", "ticket").filter(uid=uid).first()
        or ContractLetter.objects.select_related("period__contract").filter(uid=uid).first()
    )
    if found is None:
        raise NotFound(_("There is no such letter."))
    return found


def _asked(wanted: LetterQuery) -> Q:
    asked = Q()
    if wanted.state is not None:
        asked &= Q(state=wanted.state)
    if wanted.words.strip():
        asked &= Q(address__startswith=wanted.words.strip().lower())
    if wanted.after:
        asked &= Q(uid__lt=_last(wanted.after))
    return asked


def _last(cursor: str) -> UUID:
    try:
        return UUID(str(decode(cursor, 1)[0]))
    except ValueError as error:
        raise Invalid({"after": _("This page link is no longer valid. Open the list again.")}) from error


def _rows(found: Sequence[HouseLetter | ContractLetter]) -> list[LetterRow]:
    return [
        LetterRow(
            uid=str(letter.uid),
            about=About(letter.about) if isinstance(letter, HouseLetter) else About.CONTRACT,
            thing=_thing(letter),
            address=letter.address,
            state=DeliveryState(letter.state),
            attempts=letter.attempts,
            error=letter.error,
            created_at=letter.created_at,
            sent_at=letter.sent_at,
        )
        for letter in found
    ]


def _thing(letter: HouseLetter | ContractLetter) -> str:
    if isinstance(letter, ContractLetter):
        return letter.period.contract.number
    if letter.ticket is not None:
        return letter.ticket.number
    return letter.user.login if letter.user is not None else ""
