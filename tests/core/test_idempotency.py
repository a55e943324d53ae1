"""A repeated request has the first one's result."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from otklik.core import idempotency
from otklik.core.errors import Conflict, Refused
from otklik.core.idempotency import Once, once
from otklik.core.models import IdempotencyKey
from tests.core.sessions import session
from tests.support.fixtures import FrozenClock

REQUEST = {"subject": "Принтер", "team": 3}


class Doing:
    """Counts, and answers with the count."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> dict[str, object]:
        self.times += 1
        return {"number": f"INC{self.times}"}


@pytest.mark.django_db
def test_done_once_answered_twice() -> None:
    do = Doing()
    assert once("agent:1", "k", REQUEST, do) == Once({"number": "INC1"}, repeated=False)
    again = dict(reversed(REQUEST.items()))
    assert once("agent:1", "k", again, do) == Once({"number": "INC1"}, repeated=True)
    assert do.times == 1


@pytest.mark.django_db
def test_keys_are_everybodys_own() -> None:
    do = Doing()
    once("agent:1", "k", REQUEST, do)
    assert once("agent:2", "k", REQUEST, do).result == {"number": "INC2"}
    assert once("agent:1", "other", REQUEST, do).result == {"number": "INC3"}


@pytest.mark.django_db
def test_a_key_belongs_to_one_request() -> None:
    do = Doing()
    once("agent:1", "k", REQUEST, do)
    with pytest.raises(Conflict) as refused:
        once("agent:1", "k", {**REQUEST, "team": 4}, do)
    assert refused.value.code == "key_reused"
    assert do.times == 1


@pytest.mark.django_db
def test_without_a_key_nothing_is_guarded() -> None:
    do = Doing()
    once("agent:1", "", REQUEST, do)
    assert once("agent:1", "", REQUEST, do) == Once({"number": "INC2"}, repeated=False)
    assert not IdempotencyKey.objects.exists()


@pytest.mark.django_db
def test_what_was_refused_may_be_tried_again() -> None:
    def refuse() -> dict[str, object]:
        raise Refused("no")

    with pytest.raises(Refused):
        once("agent:1", "k", REQUEST, refuse)
    assert not IdempotencyKey.objects.exists()
    assert once("agent:1", "k", REQUEST, Doing()).repeated is False


@pytest.mark.django_db
def test_a_very_long_key_is_a_key() -> None:
    do = Doing()
    once("agent:1", "k" * 900, REQUEST, do)
    assert once("agent:1", "k" * 900, REQUEST, do).repeated is True


@pytest.mark.django_db
def test_keys_are_forgotten_after_a_day(frozen_clock: FrozenClock) -> None:
    do = Doing()
    once("agent:1", "k", REQUEST, do)
    frozen_clock.move(timedelta(days=1))
    assert idempotency.forget_old() == 0
    assert once("agent:1", "k", REQUEST, do).repeated is True
    frozen_clock.move(timedelta(seconds=1))
    assert idempotency.forget_old() == 1
    assert once("agent:1", "k", REQUEST, do).repeated is False


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_are_one() -> None:
    started, go_on = threading.Event(), threading.Event()
    do = Doing()

    def slowly() -> dict[str, object]:
        started.set()
        assert go_on.wait(20)
        return do()

    first: list[Once] = []
    with session() as slow, session() as quick:
        thread = threading.Thread(
            target=lambda: first.append(slow.do(lambda: once("agent:1", "k", REQUEST, slowly)))
        )
        thread.start()
        assert started.wait(20)
        threading.Timer(0.2, go_on.set).start()
        second = quick.do(lambda: once("agent:1", "k", REQUEST, do))
        thread.join(20)
    assert do.times == 1
    assert first == [Once({"number": "INC1"}, repeated=False)]
    assert second == Once({"number": "INC1"}, repeated=True)
