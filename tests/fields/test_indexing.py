"""A field that lists are to be filtered by later: the queue fills its index, batch by batch."""

from __future__ import annotations

from threading import Event

import pytest
from django.db import transaction

from otklik.core import worker
from otklik.fields.commands import giving, indexing
from otklik.fields.models import CustomField, FieldIndex
from otklik.fields.queries import by_key
from otklik.people.commands import change_set_up
from otklik.tickets import commands
from otklik.tickets.commands import Edit
from otklik.tickets.content import from_text
from otklik.tickets.queries import ListQuery, tickets_page
from otklik.tickets.queries.filtering import Filters
from otklik.web.setting_up import FIELD
from tests import make
from tests.core.sessions import Session, waits_for_a_lock
from tests.fields.made import field, option


def numbers(people: make.Cast, **wanted: str) -> list[str]:
    query = ListQuery(filters=Filters(custom=tuple(wanted.items())), sort="created")
    return [row.number for row in tickets_page(people.admin, query).rows]


def test_filled_in_batches(people: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not offered before all is there; what changes meanwhile stands; switched off, all keys go."""
    monkeypatch.setattr(indexing, "BATCH", 2)
    note = field(people.admin, "note")
    made = [make.ticket(people.client, f"Тема {n}") for n in range(5)]
    for n, ticket in enumerate(made):
        if n != 2:
            commands.edit(people.admin, ticket, Edit(fields={"note": f"word {n % 2}"}))
    change_set_up(people.admin, FIELD, note, {"filterable": True})
    assert numbers(people, note="word 0") == []
    commands.edit(people.admin, made[1], Edit(fields={"note": "word 0"}))
    worker.drain()
    assert CustomField.objects.get(pk=note.pk).is_indexed
    assert numbers(people, note="Word 0") == [made[4].number, made[1].number, made[0].number]
    assert numbers(people, note="none") == [made[2].number]
    change_set_up(people.admin, FIELD, note, {"filterable": False})
    worker.drain()
    assert not FieldIndex.objects.exists()
    assert numbers(people, note="word 0") == []


def test_who_has_not_heard_that_a_field_became_filterable(
    people: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request that began before with the old configuration in memory, and writes when the queue has passed:
    what it registers and what it changes is found all the same."""
    note = field(people.admin, "note")
    ticket = make.ticket(people.client, "Тема")
    commands.edit(people.admin, ticket, Edit(fields={"note": "old"}))
    before = by_key("ticket")
    change_set_up(people.admin, FIELD, note, {"filterable": True})
    worker.drain()
    with monkeypatch.context() as patched:
        patched.setattr(giving, "by_key", lambda _owner: before)
        patched.setattr(giving, "asked_of", lambda *_any: ())
        new = commands.register(people.admin, make_registration({"note": "new"}))
        commands.edit(people.admin, ticket, Edit(fields={"note": "new"}))
    assert numbers(people, note="new") == [new.number, ticket.number]
    assert numbers(people, note="old") == []


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_making_a_field_filterable_waits_for_who_is_writing_its_values() -> None:
    """What is registered before, and committed after, would be seen neither by the queue nor by itself."""
    people = make.cast()
    note = field(people.admin, "note")
    sessions = [Session(), Session()]
    written, is_done = Event(), Event()

    def write() -> str:
        with transaction.atomic():
            made = commands.register(people.admin, make_registration({"note": "word"}))
            written.set()
            is_done.wait(30)
            return made.number

    try:
        number = sessions[0].begin_to(write)
        assert written.wait(30)
        change = sessions[1].begin_to(
            lambda: change_set_up(people.admin, FIELD, note, {"filterable": True}),
        )
        assert waits_for_a_lock()
        is_done.set()
        change()
        worker.drain()
        assert numbers(people, note="word") == [number()]
    finally:
        is_done.set()
        for session in sessions:
            session.close()


def test_filters_of_every_kind(people: make.Cast) -> None:
    admin = people.admin
    kinds = {"day": "date", "price": "money", "size": "number", "ok": "flag", "who": "agent"}
    for key, kind in kinds.items():
        field(admin, key, kind, filterable=True)
    tree = field(admin, "place", "tree", filterable=True)
    city = option(admin, tree, "city")
    option(admin, tree, "street", city)
    several = field(admin, "tags", "multi", filterable=True)
    option(admin, several, "a")
    option(admin, several, "b")
    worker.drain()
    uid = str(make.agent_of(people.agent).uid)
    values = {"day": "2026-11-20", "price": "10.5", "size": "-2.5", "ok": True, "who": uid}
    one = commands.register(
        admin, make_registration({**values, "place": "street", "tags": ["a", "b"]})
    ).number
    two = commands.register(admin, make_registration({"day": "2026-12-01", "place": "city"})).number
    for wanted, expected in (
        ({"day": "2026-11-20"}, [one]),
        ({"day": "2026-11-21..2026-12-01"}, [two]),
        ({"day": "..2026-12-31"}, [two, one]),
        ({"price": "10..11"}, [one]),
        ({"size": "-3..0"}, [one]),
        ({"ok": "yes"}, [one]),
        ({"ok": "no"}, [two]),
        ({"who": uid}, [one]),
        ({"place": "city"}, [two, one]),
        ({"place": "street"}, [one]),
        ({"tags": "b"}, [one]),
        ({"tags": "a,b", "ok": "yes"}, [one]),
        ({"tags": "none"}, [two]),
        ({"size": "much"}, []),
        ({"nowhere": "1"}, []),
    ):
        assert numbers(people, **wanted) == expected, wanted


def make_registration(fields: dict[str, object]) -> commands.Registration:
    return commands.Registration("Тема", from_text("Текст"), fields=fields)
