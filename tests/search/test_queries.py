"""Who finds what: exactly the tickets they may see, and clients only what is public."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.catalogue.models import TicketType
from otklik.clients.commands import ContactSpec, change_contact
from otklik.core import small, worker
from otklik.core.actors import Via
from otklik.core.errors import Invalid
from otklik.people.actor import SYSTEM, Actor, anonymous
from otklik.search import queries
from otklik.search.indexing import index_missing, reindex_stale
from otklik.search.models import Document
from otklik.search.queries import find, suggest
from otklik.tickets import commands
from otklik.tickets.access import visible_to
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket, TicketNumber, TicketReader
from tests import make
from tests.make import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    """Everybody."""
    return make.cast()


def numbers(actor: Actor, words: str, *, typing: bool = False) -> list[str]:
    """What is found, as numbers."""
    return [hit.number for hit in find(actor, words, typing=typing).hits]


def test_a_new_ticket_is_found_at_once_by_everything_it_says(people: Cast) -> None:
    file = make.file(people.client, "акт_сверки-2026.pdf")
    ticket = make.ticket(
        people.client, "Касса не видит сканер", "Позвоните мне: 8 (900) 123-45-67", files=[file]
    )
    for words in (
        ticket.number,
        ticket.number.lower(),
        ticket.number.removeprefix("INC"),
        "кассы сканерами",
        '"не видит сканер"',
        "позвоните",
        "8 (900) 123-45-67",
        "акт сверки",
        "иван клиентов",
        "альфа",
        "client@alpha.test",
    ):
        assert numbers(people.dispatcher, words) == [ticket.number], words


def test_later_messages_notes_and_edits_are_found_after_the_worker_has_been(people: Cast) -> None:
    ticket = make.ticket(people.client, team=people.it)
    make.message(people.client, ticket, "Теперь ещё и монитор погас")
    make.note(people.agent, ticket, "Блок питания подозрителен")
    make.reply(people.agent, ticket, "Привезём замену в пятницу")
    commands.edit(people.agent, ticket, commands.Edit(subject="Нет изображения"))
    worker.drain()
    for words in ("мониторы", "подозрительный блок", "пятница", "изображение", "выручайте"):
        assert numbers(people.agent, words) == [ticket.number], words


def test_a_long_description_is_found_whole_after_the_worker_has_been(people: Cast) -> None:
    ticket = make.ticket(people.client, text="Длинная история. " * 300 + "Развязка.")
    assert numbers(people.dispatcher, "длинная история") == [ticket.number]
    assert numbers(people.dispatcher, "развязка") == []
    worker.drain()
    assert numbers(people.dispatcher, "развязка") == [ticket.number]


def test_nobody_finds_by_held_or_called_back_replies_nor_clients_by_notes(people: Cast) -> None:
    ticket = make.ticket(people.client, team=people.it)
    make.note(people.agent, ticket, "Клиент скандальный")
    held = commands.reply(
        people.agent,
        ticket,
        commands.Reply(from_text("Обещаю компенсацию"), undo_seconds=30),
    )
    make.message(people.client, ticket, "Жду")
    worker.drain()
    assert numbers(people.agent, "скандальный") == [ticket.number]
    assert numbers(people.agent, "компенсация") == []
    assert numbers(people.client, "скандальный") == []
    assert numbers(people.client, "компенсация") == []
    assert numbers(people.client, "жду выручайте") == [ticket.number]
    commands.cancel_reply(people.agent, held)
    make.message(people.client, ticket, "Всё ещё жду")
    worker.drain()
    assert numbers(people.agent, "компенсация") == []


def test_everybody_finds_exactly_what_they_may_see(people: Cast) -> None:
    make.ticket(people.client, team=people.it)
    make.ticket(people.colleague, team=people.hr)
    make.ticket(people.stranger)
    passed_on = make.ticket(people.client, team=people.it)
    commands.assign(people.dispatcher, passed_on, agent_id=None, team_id=people.hr.pk)
    followed = make.ticket(people.stranger, team=people.hr)
    commands.observe(people.dispatcher, followed, agent_id=people.agent.agent_id)
    invited = make.ticket(people.stranger, team=people.hr)
    make.note(people.outsider, invited, "@Пётр Орлов глянь")
    deleted = make.ticket(people.client, team=people.it)
    commands.delete_ticket(people.admin, deleted)
    worker.drain()
    everybody = [
        people.agent, people.teammate, people.lead, people.outsider, people.dispatcher, people.admin,
        people.client, people.colleague, people.manager, people.stranger, SYSTEM, anonymous(Via.PORTAL),
    ]  # fmt: skip
    for actor in everybody:
        seen = visible_to(actor).order_by("-pk").values_list("number", flat=True)
        assert numbers(actor, "принтер не работает") == list(seen), actor.name
        assert {row.number for row in suggest(actor, "принт", limit=50)} == set(seen), actor.name
    assert numbers(people.manager, "принтер") != numbers(people.client, "принтер") != []


def test_who_no_longer_may_see_finds_nothing_whatever_the_index_says(people: Cast) -> None:
    open_to_agent = make.ticket(people.client, team=people.it)
    tickets = [make.ticket(people.stranger, team=people.hr) for _ in range(4)]
    # The index still names the team as a reader, the table does not: the table decides.
    token = f"t_{people.it.pk}"
    Document.objects.filter(pk__in=[t.pk for t in tickets]).update(access=token)
    assert numbers(people.agent, "принтер") == [open_to_agent.number]
    # The page is filled up from behind the hidden ones.
    assert [h.number for h in find(people.agent, "принтер", limit=2).hits] == [open_to_agent.number]


def test_tickets_of_an_internal_type_are_not_found_by_clients(people: Cast) -> None:
    ticket = make.ticket(people.client)
    internal = make.ticket(people.client)
    kind = TicketType.objects.create(
        code="inner", name={"ru": "Внутренняя", "en": "Internal"}, internal=True, position=99
    )
    Ticket.objects.filter(pk=internal.pk).update(type=kind)
    small.bump()
    assert numbers(people.client, "принтер") == [ticket.number]
    assert numbers(people.dispatcher, "принтер") == [internal.number, ticket.number]
    assert find(people.client, internal.number).exact is None


def test_a_number_alone_leads_to_its_ticket(people: Cast) -> None:
    ticket = make.ticket(people.client, team=people.it)
    TicketNumber.objects.create(number="OLD77", ticket=ticket)
    digits = ticket.number.removeprefix("INC")
    for words in (
        ticket.number,
        f" [{ticket.number.lower()}] ",
        digits,
        f"№ {digits}",
        f"#{digits}",
        "old77",
    ):
        assert find(people.agent, words).exact == ticket.number, words
        assert find(people.outsider, words).exact is None, words
    for words in (f"{digits}0", "INC", "касса 7", f"{ticket.number} касса"):
        assert find(people.agent, words).exact is None, words


def test_newest_come_first_and_pages_follow(people: Cast) -> None:
    made = [make.ticket(people.client).number for _ in range(7)]
    commands.set_status(SYSTEM, Ticket.objects.get(number=made[3]), "closed")
    first = find(people.dispatcher, "принтер", limit=3)
    second = find(people.dispatcher, "принтер", limit=3, after=first.after)
    third = find(people.dispatcher, "принтер", limit=3, after=second.after)
    pages = [[hit.number for hit in page.hits] for page in (first, second, third)]
    assert pages == [made[:3:-1], made[3:0:-1], made[:1]]
    assert third.after is None
    with pytest.raises(Invalid):
        find(people.dispatcher, "принтер", after="nonsense")


def test_the_sentence_comes_from_what_the_actor_may_read(people: Cast) -> None:
    ticket = make.ticket(people.client, "Печать", "Добрый день! Картридж пуст. Спасибо.", team=people.it)
    make.note(people.agent, ticket, "Картридж картридж: заказать у поставщика")
    worker.drain()
    (hit,) = find(people.agent, "картридж заказать").hits
    assert str(hit.excerpt) == "Картридж картридж: заказать у поставщика"
    (hit,) = find(people.client, "картриджи").hits
    assert str(hit.excerpt) == "Картридж пуст. Спасибо."
    (hit,) = find(people.client, "клиентов").hits
    assert hit.excerpt is None


def test_suggestions_put_number_subject_and_client_before_the_text(people: Cast) -> None:
    by_subject = make.ticket(people.client, "Сканер", "Сломан")
    by_text = make.ticket(people.client, "Оборудование", "Сканер сломан")
    found = suggest(people.dispatcher, "скан")
    assert [row.number for row in found] == [by_subject.number, by_text.number]
    assert (found[0].subject, found[0].contact_name, found[0].is_open) == ("Сканер", "Иван Клиентов", True)
    assert suggest(people.dispatcher, by_text.number)[0].number == by_text.number
    assert [row.number for row in suggest(people.dispatcher, "сломанный", limit=1)] == [by_text.number]
    assert list(suggest(people.dispatcher, "INC")) == []
    assert list(suggest(people.dispatcher, "")) == []


def test_the_number_of_queries_does_not_depend_on_what_is_found(people: Cast) -> None:
    make.ticket(people.client)
    with CaptureQueriesContext(connection) as one:
        find(people.dispatcher, "принтер")
    for _ in range(9):
        make.message(people.client, make.ticket(people.client))
    with CaptureQueriesContext(connection) as ten:
        assert len(find(people.dispatcher, "принтер").hits) == 10
    assert len(one) == len(ten)


def test_a_change_of_the_client_is_found_after_the_sweep(people: Cast) -> None:
    ticket = make.ticket(people.client)
    other = make.ticket(people.colleague)
    contact = make.contact_of(people.client)
    spec = ContactSpec("Иван Переименованный", emails=["new@alpha.test"], phones=["+7 911 765-43-21"])
    change_contact(SYSTEM, contact, version=contact.version, spec=spec)
    worker.drain()
    assert reindex_stale() == 1
    for words in ("переименованный", "new@alpha.test", "+79117654321", "7654321", "911 765-43-21"):
        assert numbers(people.dispatcher, words) == [ticket.number], words
    assert numbers(people.client, "79117654321") == []
    assert set(numbers(people.dispatcher, "альфа")) == {other.number, ticket.number}
    assert reindex_stale() == 0


def test_what_was_never_indexed_or_by_older_rules_is_indexed_again(people: Cast) -> None:
    ticket = make.ticket(people.client)
    Document.objects.all().delete()
    assert numbers(people.dispatcher, "принтер") == []
    assert index_missing() == 1
    assert index_missing() == 0
    assert numbers(people.dispatcher, "принтер") == [ticket.number]
    Document.objects.update(search_version=0, words="_ давн |")
    assert reindex_stale() == 1
    assert numbers(people.dispatcher, "принтер") == [ticket.number]


def test_readers_and_tokens_of_the_index_agree(people: Cast) -> None:
    ticket = make.ticket(people.client, team=people.it)
    commands.take(people.agent, ticket)
    commands.release(people.agent, ticket)
    commands.observe(people.dispatcher, ticket, team_id=people.hr.pk)
    rows = TicketReader.objects.filter(ticket=ticket).values_list("team_id", "agent_id", "contact_id")
    names = {f"{kind}_{pk}" for row in rows for kind, pk in zip("tac", row, strict=True) if pk}
    stored = Document.objects.values_list("access", flat=True).get(pk=ticket.pk)
    assert set(stored.split()) == names | {f"o_{people.company.pk}"}


def test_pages_are_bounded(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        make.ticket(people.client)
    monkeypatch.setattr(queries, "LARGEST_PAGE", 2)
    assert len(find(people.dispatcher, "принтер", limit=10_000).hits) == 2
    assert len(find(people.dispatcher, "принтер", limit=-5).hits) == 1
