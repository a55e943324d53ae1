"""Rows that wait are written once, as they are then; whoever asks, or goes back, sees no difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from otklik.clients.models import Company
from otklik.core import clock
from otklik.core.holding import held_row, holding, is_held, keep_keys, write_held
from otklik.core.inserting import insert, insert_missing, insert_soon, rewrite
from otklik.core.models import IdempotencyKey, Job
from tests.support.statements import sent

pytestmark = pytest.mark.django_db
FIRST = 9_000_001


class Undone(Exception):
    """What a deed fails with."""


def key(name: str) -> IdempotencyKey:
    return IdempotencyKey(actor="agent:1", key=name, fingerprint="new", created_at=clock.now())


def job(name: str) -> Job:
    return Job(reaction=name, run_at=clock.now(), created_at=clock.now())


@pytest.fixture
def drawn() -> Iterator[None]:
    """Ids for keys, and no more than three of them."""
    with held(FIRST, FIRST + 1, FIRST + 2):
        yield


@contextmanager
def held(*ids: int) -> Iterator[None]:
    """The block, with these ids for keys."""
    with holding(lambda _model, _number: []):
        keep_keys({IdempotencyKey: list(ids)})
        yield


def written() -> dict[str, str]:
    """Keys with their prints, as the database has them."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT "key", fingerprint FROM "core_idempotencykey" ORDER BY id')
        return dict(cursor.fetchall())


def change_and_fail(row: IdempotencyKey, asking: Callable[[], object]) -> None:
    """In a savepoint, with another one inside that does not fail."""
    with transaction.atomic():
        row.fingerprint = "changed"
        rewrite(row, ["fingerprint"])
        with transaction.atomic():
            insert(key("b"))
        asking()
        raise Undone


def test_what_was_changed_on_the_way_is_written_once() -> None:
    """One statement a table, none for the changes; keys are known before, those of other rows after."""
    with sent() as statements, held(FIRST, FIRST + 1):
        rows, late = [key("a"), key("b")], job("one")
        for row in rows:
            insert(row)
        insert_soon([late])
        insert_soon([job("two")])
        assert [row.pk for row in rows] == [FIRST, FIRST + 1]
        assert (is_held(rows[0]), held_row(IdempotencyKey, FIRST)) == (True, rows[0])
        rows[0].fingerprint = "changed"
        rewrite(rows[0], ["fingerprint"])
        assert _rows_of(statements) == []
    assert _rows_of(statements) == ["core_idempotencykey", "core_job"]
    assert written() == {"a": "changed", "b": "new"}
    assert late.pk == Job.objects.get(reaction="one").pk
    assert (is_held(rows[0]), held_row(IdempotencyKey, FIRST)) == (False, None)


@pytest.mark.usefixtures("drawn")
def test_who_asks_sees_them() -> None:
    """And what comes later is no longer held; without an id a row is written at once."""
    insert(key("a"))
    assert written() == {"a": "new"}
    row = insert(key("b"))
    assert (is_held(row), written()) == (False, {"a": "new", "b": "new"})


@pytest.mark.usefixtures("drawn")
def test_who_writes_by_other_means_comes_after_them() -> None:
    insert(key("a"))
    assert IdempotencyKey.objects.filter(key="a").update(fingerprint="other") == 1


@pytest.mark.usefixtures("drawn")
def test_a_question_about_something_else_leaves_them() -> None:
    row = insert(key("a"))
    assert Company.objects.filter(name="Никто").first() is None
    assert is_held(row)


@pytest.mark.parametrize("asking", [lambda: None, written, lambda: Company.objects.first(), write_held])
@pytest.mark.usefixtures("drawn")
def test_what_failed_is_undone(asking: Callable[[], object]) -> None:
    """As by the savepoint, wherever the rows were by then: in memory, or written under it."""
    row = insert(key("a"))
    with pytest.raises(Undone):
        change_and_fail(row, asking)
    assert row.fingerprint == "new"
    with transaction.atomic():
        insert(key("c"))
    assert written() == {"a": "new", "c": "new"}


@pytest.mark.usefixtures("drawn")
def test_what_was_written_before_it_stays() -> None:
    row = insert(key("a"))
    written()
    with pytest.raises(Undone):
        change_and_fail(row, written)
    assert written() == {"a": "new"}


def test_a_deed_that_fails_writes_nothing() -> None:
    def fail() -> None:
        with held():
            insert_soon([job("one")])
            raise Undone

    with pytest.raises(Undone):
        fail()
    assert not Job.objects.exists()
    assert not is_held(job("one"))


def test_rows_that_are_there_already_are_passed_over() -> None:
    insert(key("a"))
    with held():
        insert_missing([key("a")])
        insert_missing([key("b")])
    assert written() == {"a": "new", "b": "new"}


def test_savepoints_around_nothing_are_not_sent() -> None:
    """Not those of the block itself either: when it is over there is nothing to go back for."""
    with sent() as statements, held():
        insert_soon([job("one")])
        with transaction.atomic(), transaction.atomic():
            pass
    assert [words.split()[0] for words in statements] == ["INSERT"]


def test_a_refusal_leaves_the_transaction_around_it_whole() -> None:
    """With nothing sent, and with what was sent undone."""

    def refuse(asking: Callable[[], object]) -> None:
        with held(FIRST):
            insert(key("a"))
            asking()
            raise Undone

    for asking in (lambda: None, written):
        with pytest.raises(Undone):
            refuse(asking)
        assert written() == {}


def _rows_of(statements: Sequence[str]) -> list[str]:
    """The tables written to."""
    return [words.split('"')[1] for words in statements if "SAVEPOINT" not in words]
