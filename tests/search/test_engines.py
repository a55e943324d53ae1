"""Both engines find what the reference finds: the same documents, the same conditions, the same tickets.

The suite runs on SQLite and on PostgreSQL, so equality with the reference is equality with each other.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.core.ids import uuid7
from otklik.search import engines
from otklik.search.bulk import index_many, loading, settle
from otklik.search.document import INTERNAL_ROOM, PUBLIC_ROOM, Columns, Readers, Said, Source, columns
from otklik.search.models import Document
from otklik.search.wording import Wording, understand
from otklik.tickets.models import Ticket
from tests import make

pytestmark = pytest.mark.django_db

SAID = """
касса кассы сканер не видит печать печатать принтер принтера ошибка 1С 1C vpn ВПН error errors 404 404а
подключить подключение настройками письмо писем ivan petrov mail ru Ёлка елка INC7 7 ② ſ ß é
"""
VOCABULARY = SAID.split()
WORD = st.sampled_from(VOCABULARY)
QUOTED = st.lists(WORD, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"')
COMPOUND = st.lists(WORD, min_size=2, max_size=2).map(".".join)
BEGINNING = WORD.map(lambda word: word[:3])
QUERIES = st.lists(st.one_of(WORD, QUOTED, COMPOUND, BEGINNING), min_size=1, max_size=3).map(" ".join)
READERS = st.sampled_from([None, ["a_44", "t_1"], ["o_2"]])


@pytest.fixture
def corpus() -> dict[int, Columns]:
    """A hundred documents of few words, so that most queries find something."""
    chance = random.Random(7)

    def text(most: int) -> str:
        return " ".join(chance.choices(VOCABULARY, k=chance.randrange(most)))

    sources = [
        Source(
            ticket_id=pk,
            numbers=(f"INC{pk}",),
            subject=text(4),
            names=(text(3),),
            messages=[Said(text(9), chance.random() < 0.6, (text(3),)) for _ in range(chance.randrange(4))],
            readers=Readers(
                chance.sample(range(4), 2),
                chance.sample(range(40, 50), 2),
                (chance.randrange(9),),
                chance.randrange(3),
            ),
        )
        for pk in _tickets(100)
    ]
    assert index_many(sources, chunk=30) == 100
    settle()
    return {source.ticket_id: columns(source) for source in sources}


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=QUERIES,
    typing=st.booleans(),
    public_only=st.booleans(),
    by=READERS,
)
def test_every_condition_finds_what_the_reference_finds(
    corpus: dict[int, Columns], typed: str, typing: bool, public_only: bool, by: list[str] | None
) -> None:
    wording = understand(typed, typing=typing)
    expected = [
        pk
        for pk, document in sorted(corpus.items(), reverse=True)
        if _meant(wording, document, public_only) and (by is None or set(by) & set(document.access.split()))
    ]
    assert engines.matching(wording, by, public_only=public_only, before=None, limit=200) == expected


def test_pages_follow_each_other_without_gap_or_double(corpus: dict[int, Columns]) -> None:
    wording = understand("касса")
    whole = engines.matching(wording, None, public_only=False, before=None, limit=200)
    assert len(whole) > 20
    paged: list[int] = []
    while page := engines.matching(
        wording, None, public_only=False, before=paged[-1] if paged else None, limit=7
    ):
        paged += page
    assert paged == whole


def test_changing_and_removing_a_document_leaves_nothing_behind(corpus: dict[int, Columns]) -> None:
    pk = next(iter(corpus))
    Document.objects.filter(pk=pk).update(words="_ стар _ слов | _ тайн")
    assert _found("старое слово") == [pk]
    Document.objects.filter(pk=pk).update(words="_ нов | _ тайн", access="a_9999")
    assert _found("старое слово") == []
    assert _found("новый тайна") == [pk]
    assert engines.matching(understand("новый"), ["a_9999"], public_only=True, before=None, limit=9) == [pk]
    Ticket.objects.filter(pk=pk).delete()
    assert _found("новый") == []
    assert pk not in engines.matching(
        understand("INC", typing=True), None, public_only=False, before=None, limit=200
    )


def test_a_document_beyond_all_bounds_is_kept_in_part() -> None:
    (pk,) = _tickets(1)
    long = " ".join(f"слово{n} повтор" for n in range(PUBLIC_ROOM))
    said = [
        Said("начало", public=True),
        Said(long, public=True),
        Said("конец", public=True),
        Said(long, public=False),
    ]
    source = Source(pk, ("INC1",), "предмет", messages=said)
    document = columns(source)
    assert len(document.public.split()) == PUBLIC_ROOM
    assert len(document.internal.split()) == INTERNAL_ROOM
    index_many([source])
    for typed in (
        "предмет",
        "начало",
        "конец",
        "повтор",
        "слово5",
        '"слово7 повтор слово8"',
        '"повтор слово179"',
    ):
        expected = [pk] if _meant(understand(typed), document, public_only=False) else []
        assert _found(typed) == expected, typed
    assert _found("начало конец предмет слово5") == [pk]


def test_a_first_load_in_one_go_is_searchable_afterwards() -> None:
    ids = _tickets(5)
    with loading():
        assert index_many(Source(pk, (f"INC{pk}",), "первая загрузка") for pk in ids) == 5
    settle()
    assert _found("загрузка") == ids[::-1]
    Document.objects.filter(pk=ids[0]).update(words="_ ин |")
    assert _found("загрузка") == ids[:0:-1]


def test_readers_can_be_very_many(corpus: dict[int, Columns]) -> None:
    tokens = [f"t_{n}" for n in range(300)]
    assert engines.matching(understand("касса"), tokens, public_only=False, before=None, limit=200) == _found(
        "касса"
    )


def _found(typed: str, *, typing: bool = False) -> list[int]:
    return engines.matching(understand(typed, typing=typing), None, public_only=False, before=None, limit=200)


def _meant(wording: Wording, document: Columns, public_only: bool) -> bool:
    return wording.matches(document.public, *([] if public_only else [document.internal]))


def _tickets(count: int) -> list[int]:
    """Bare tickets without documents, as a bulk load leaves them."""
    model = make.ticket(make.cast().client)
    Document.objects.all().delete()
    rows = []
    for number in range(count):
        row = Ticket.objects.get(pk=model.pk)
        row.pk, row.number, row.uid = None, f"BARE{number}", uuid7()
        rows.append(row)
    return [row.pk for row in Ticket.objects.bulk_create(rows)]


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=QUERIES, without=QUERIES, public_only=st.booleans())
def test_a_condition_within_a_query_finds_the_same(
    corpus: dict[int, Columns], typed: str, without: str, public_only: bool
) -> None:
    """As a part of a question about tickets, and as what must not be."""
    wanted, banned = understand(typed), understand(without)
    expected = [
        pk
        for pk, document in sorted(corpus.items(), reverse=True)
        if _meant(wanted, document, public_only) and not _meant(banned, document, public_only)
    ]
    tickets = Ticket.objects.filter(pk__in=engines.MatchingIds(wanted, public_only=public_only))
    tickets = tickets.exclude(pk__in=engines.MatchingIds(banned, public_only=public_only))
    assert list(tickets.order_by("-pk").values_list("pk", flat=True)) == expected
