"""What people read: spaces that do not break, moments in their zone, lengths, sizes, initials."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from otklik.web.showing import digits, due
from otklik.web.typography import filesize, hue, initials, localtime, since, span, typo
from tests.support.fixtures import FrozenClock


@pytest.fixture(autouse=True)
def in_moscow(frozen_clock: FrozenClock) -> Iterator[None]:
    """It is Tuesday 17 November 2026, 10:00; the reader is Russian."""
    with timezone.override("Europe/Moscow"), translation.override("ru"):
        yield


def _plain(text: str) -> str:
    return text.replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("text", "set_text"),
    [
        ("Не печатает в офисе", "Не_печатает в_офисе"),
        ("Я и ты", "Я_и_ты"),
        ("№ 5 и №5", "№_5 и_№_5"),
        ("Печать — стоит", "Печать_— стоит"),
        ("из-за сбоя", "из-за сбоя"),
        ("слово", "слово"),
        ("", ""),
    ],
)
def test_typo(text: str, set_text: str) -> None:
    """Short words cling to the next, a dash to the one before."""
    assert _plain(typo(text)) == set_text


@given(st.text(max_size=60))
def test_typo_only_binds_spaces(text: str) -> None:
    """No letter is lost or changed; after № there may be a space more."""
    assert typo(text).replace("\u00a0", "").replace(" ", "") == text.replace("\u00a0", "").replace(" ", "")


def test_localtime(frozen_clock: FrozenClock) -> None:
    """In every form, in the reader's zone; a day of another year says so."""
    moment = datetime(2026, 11, 16, 22, 5, tzinfo=UTC)
    assert localtime(moment) == "17 ноября 2026, 1:05"
    assert (localtime(moment, "clock"), localtime(moment, "iso")) == ("1:05", "2026-11-17T01:05+03:00")
    assert (localtime(moment, "short"), localtime(moment, "day")) == ("17 ноя", "Сегодня")
    assert localtime(moment - timedelta(days=1), "day") == "Вчера"
    assert localtime(moment - timedelta(days=2), "day") == "15 ноября"
    assert localtime(moment - timedelta(days=400), "short") == "13 окт 2025"
    assert localtime(None) == localtime(None, "short") == ""
    with timezone.override("Asia/Kamchatka"), translation.override("en"):
        assert localtime(moment) == "17 November 2026, 10:05"


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (timedelta(seconds=59), "только что"),
        (timedelta(minutes=1), "1_мин"),
        (timedelta(minutes=72), "1_ч_12_мин"),
        (timedelta(hours=23, minutes=59), "23_ч_59_мин"),
        (timedelta(hours=24), "вчера"),
        (timedelta(hours=33, minutes=59), "вчера"),
        (timedelta(hours=34, minutes=1), "15 ноя"),
        (timedelta(days=330), "22 дек 2025"),
    ],
)
def test_since(frozen_clock: FrozenClock, gone: timedelta, words: str) -> None:
    """Brief, by the reader's calendar."""
    assert _plain(since(frozen_clock.now - gone)) == words
    assert since(None) == ""


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(0), "0_мин"),
        (timedelta(seconds=119), "1_мин"),
        (-timedelta(minutes=38), "38_мин"),
        (timedelta(hours=2), "2_ч"),
        (timedelta(hours=47, minutes=10), "47_ч_10_мин"),
        (timedelta(hours=48), "2_дня"),
        (timedelta(days=5), "5_дней"),
        (timedelta(days=21), "21_день"),
    ],
)
def test_span(length: timedelta, words: str) -> None:
    """The two largest units."""
    assert _plain(span(length)) == words


def test_sizes_and_numbers() -> None:
    """With the reader's comma."""
    assert [filesize(n) for n in (0, 1023, 1024, 419_840, 1_258_291, 10 * 1024 * 1024)] == [
        "0 Б", "1023 Б", "1 КБ", "410 КБ", "1,2 МБ", "10 МБ",
    ]  # fmt: skip
    with translation.override("en"):
        assert filesize(1_258_291) == "1.2 MB"
    assert [_plain(digits(n)) for n in ("INC48217", "INC7", "X-1234567", "ABC")] == [
        "48_217", "7", "1_234_567", "ABC",
    ]  # fmt: skip


def test_initials_and_hues() -> None:
    """For avatars: two letters at most, a colour that stays."""
    names = ("Елена Белова", "ООО «Альфа»", "Школа № 18", "client@alpha.test", "", "  ")
    assert [initials(name) for name in names] == ["ЕБ", "ОА", "Ш1", "CA", "", ""]
    assert hue(5) == hue(5)
    assert 0 <= hue("a@b.test") < 360


@pytest.mark.parametrize(
    ("hours", "paused", "kind", "text", "left"),
    [
        (None, False, "none", "", 0),
        (None, True, "none", "", 0),
        (-2.0, False, "late", "−2_ч", 0),
        (0.5, False, "soon", "30_мин", 5),
        (1.0, False, "calm", "1_ч", 9),
        (8.0, False, "calm", "8_ч", 44),
        (8.0, True, "hold", "на паузе", 0),
    ],
)
def test_due(
    frozen_clock: FrozenClock, hours: float | None, paused: bool, kind: str, text: str, left: int
) -> None:
    """A promise made ten hours ago: late, soon, calm with what is left, paused, none."""
    created = frozen_clock.now - timedelta(hours=10)
    at = frozen_clock.now + timedelta(hours=hours) if hours is not None else None
    shown = due(at, created, paused=paused)
    assert (shown.kind, _plain(shown.text), shown.left) == (kind, text, left)


def test_a_postponed_ticket_is_due_when_it_returns(frozen_clock: FrozenClock) -> None:
    """Whatever was promised."""
    until = frozen_clock.now + timedelta(days=2)
    shown = due(frozen_clock.now, frozen_clock.now, paused=True, until=until)
    assert (shown.kind, shown.left, shown.at) == ("hold", 0, "")
    assert "19 ноя" in shown.text
