"""Signed links: genuine, for one purpose, in time, or worthless."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from otklik.core import clock, signing
from otklik.core.signing import Claim
from tests.support.fixtures import FrozenClock

NUMBERS = st.integers(0, 2**63 - 1)


@given(NUMBERS, NUMBERS)
def test_what_was_signed_is_read(object_id: int, holder_id: int) -> None:
    token = signing.sign("reply", object_id, holder_id)
    assert signing.read("reply", token) == Claim(object_id, holder_id, None)


def test_one_purpose_only() -> None:
    token = signing.sign("ticket", 1, 2)
    assert signing.read("rating", token) is None
    assert signing.read("ticket", token) == Claim(1, 2, None)


def test_a_token_survives_mail_programs() -> None:
    token = signing.sign("reply", 123456, 789)
    assert token == token.lower()
    assert token.isalnum()
    assert len(token) <= 40
    assert signing.read("reply", f" {token.upper()} ") == Claim(123456, 789, None)


@given(st.integers(0, 10_000), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_no_character_can_be_changed(position: int, letter: str) -> None:
    token = signing.sign("reply", 4711, 12)
    place = position % len(token)
    altered = token[:place] + letter + token[place + 1 :]
    claim = signing.read("reply", altered)
    assert claim in (None, Claim(4711, 12, None))
    assert claim is None or altered[:-1] == token[:-1]


@given(st.text())
def test_anything_else_is_no_token(text: str) -> None:
    assert signing.read("reply", text) is None


def test_a_token_runs_out(frozen_clock: FrozenClock) -> None:
    token = signing.sign("invite", 1, valid_for=timedelta(days=7))
    claim = signing.read("invite", token)
    assert claim is not None
    assert claim.expires is not None
    assert timedelta(days=7) <= claim.expires - frozen_clock.now <= timedelta(days=7, hours=1)
    frozen_clock.move(timedelta(days=7))
    assert signing.read("invite", token) == claim
    frozen_clock.set(claim.expires + timedelta(seconds=1))
    assert signing.read("invite", token) is None


def test_old_keys_are_read_and_not_used(settings: Settings) -> None:
    old = signing.sign("reply", 1)
    before, settings.SECRET_KEY = settings.SECRET_KEY, "a new one"
    assert signing.read("reply", old) is None
    settings.SECRET_KEY_FALLBACKS = [before]
    assert signing.read("reply", old) == Claim(1, 0, None)
    new = signing.sign("reply", 1)
    assert new != old
    settings.SECRET_KEY_FALLBACKS = []
    assert signing.read("reply", new) == Claim(1, 0, None)


@pytest.mark.parametrize("cut", [0, 1, 5, 20])
def test_a_torn_token_is_worthless(cut: int) -> None:
    token = signing.sign("reply", 1, valid_for=timedelta(hours=1))
    assert signing.read("reply", token[:cut]) is None
    assert signing.read("reply", token[: -cut - 2]) is None
    assert clock.now().tzinfo is not None
