"""Sending from the card: what is stopped for a second look or taken back, and where one goes then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from otklik.clients.models import ContactEmail
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.organisation.commands import change_setting
from otklik.people.commands import Preferences, set_preferences
from otklik.tickets import commands
from otklik.tickets.models import Draft, Message, Ticket
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import field, fields_of, ru, text_of, visitor, words_of
from tests.support.writes import rows, unchanged


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """A client's ticket in the IT team; replies can be taken back for ten seconds."""
    change_setting(BY_SYSTEM, "replies.undo_mail_seconds", 10)
    return make.ticket(people.client, "Касса", "Не печатает", team=people.it)


def _send(person: Client, ticket: Ticket, text: str, **more: object) -> HttpResponseBase:
    post = {"kind": "reply", "reply_text": text, "base_message": str(ticket.last_public_id), **more}
    return person.post(f"/desk/tickets/{ticket.number}/messages", post)


def _reply() -> Message:
    return Message.objects.get(kind="reply", agent__isnull=False)


def test_a_reply_is_taken_back_without_script(
    people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock
) -> None:
    """By the button on the card: text, file and status stand in the box again."""
    agent, file = visitor(people.agent), make.file(people.agent)
    _send(agent, ticket, "Мастер выехал", then="resolved", reply_file=str(file.uid))
    card = agent.get(f"/desk/tickets/{ticket.number}")
    assert ru("Will be sent in %(n)s s", n=10) in words_of(card)
    assert "Мастер выехал" not in words_of(visitor(people.teammate).get(f"/desk/tickets/{ticket.number}"))
    address = f"/desk/tickets/{ticket.number}/messages/{_reply().pk}/recall"
    assert address in text_of(card)
    for _twice in range(2):
        assert agent.post(address).headers["Location"] == f"/desk/tickets/{ticket.number}#composer"
    card = agent.get(f"/desk/tickets/{ticket.number}")
    assert field(card, "reply_text") == "Мастер выехал"
    assert fields_of(card)["reply_file"] == [str(file.uid)]
    assert "data-restored" in text_of(card)
    assert Ticket.objects.get(pk=ticket.pk).status.code == "assigned"


def test_too_late_is_said(people: make.Cast, ticket: Ticket) -> None:
    """With script and without; a colleague's button does not exist."""
    agent = visitor(people.agent)
    _send(agent, ticket, "Мастер выехал")
    held = _reply()
    address = f"/desk/tickets/{ticket.number}/messages/{held.pk}/recall"
    other = visitor(people.teammate)
    with unchanged():
        assert other.post(address).status_code == 404
    commands.release_reply(held.pk, "")
    assert agent.post(address).headers["Location"] == f"/desk/tickets/{ticket.number}"
    assert ru("The reply has already been sent.") in words_of(agent.get(f"/desk/tickets/{ticket.number}"))
    assert visitor(people.agent, script=True).post(address, {"restore": "1"}).status_code == 409
    assert rows(Draft) == 0


def test_an_overtaken_reply_says_so(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """The client wrote while it was held: it stands in the box, with why, until something else is typed."""
    agent = visitor(people.agent, script=True)
    _send(agent, ticket, "Готово?")
    make.message(people.client, ticket, "Не приезжайте!")
    frozen_clock.move(timedelta(seconds=10))
    commands.release_reply(_reply().pk, "")
    why = ru("Your reply was not sent: a new message came first. Read it, then send again.")
    assert why in words_of(agent.get(f"/desk/tickets/{ticket.number}"))
    parts = agent.post(f"/desk/tickets/{ticket.number}/messages/{_reply().pk}/recall", {"restore": "1"})
    assert why in words_of(parts)
    agent.post(f"/desk/tickets/{ticket.number}/draft", {"kind": "reply", "text": "Хорошо"})
    assert why not in words_of(agent.get(f"/desk/tickets/{ticket.number}"))


@pytest.mark.parametrize(("after", "leads"), [("list", "/desk/tickets"), ("next", "/desk/tickets"), ("", "")])
def test_where_one_goes_then(people: make.Cast, ticket: Ticket, after: str, leads: str) -> None:
    """As chosen in the profile; the way back goes along."""
    set_preferences(people.agent, Preferences(after_send=after))
    agent = visitor(people.agent)
    answer = _send(agent, ticket, "Мастер выехал")
    assert answer.headers["Location"] == (leads or f"/desk/tickets/{ticket.number}#new")
    page = text_of(agent.get("/desk/tickets"))
    assert (f"/messages/{_reply().pk}/recall" in page) is bool(leads)


def test_the_last_status_is_offered_first(people: make.Cast, ticket: Ticket) -> None:
    """On other tickets too, for this person alone."""
    agent = visitor(people.agent)
    _send(agent, ticket, "Уточните номер", then="needs_clarification")
    other = make.ticket(people.client, "Сканер", team=people.it)
    main = 'value="{}" data-send-complete'
    assert main.format("needs_clarification") in text_of(agent.get(f"/desk/tickets/{other.number}"))
    others = text_of(visitor(people.teammate).get(f"/desk/tickets/{other.number}"))
    assert main.format("resolved") in others


def test_a_doubtful_reply_is_stopped_line_by_line(people: make.Cast, ticket: Ticket) -> None:
    """Each doubt is said once; who is sure of one is asked for the others; the status is kept."""
    agent = visitor(people.agent)
    text = "Здравствуйте, {{имя}}! Прилагаю счёт."
    with unchanged():
        answer = _send(agent, ticket, text, then="resolved")
    assert (answer.status_code, field(answer, "reply_text")) == (409, text)
    said = words_of(answer)
    assert ru("Not filled in:") in said
    assert ru("The reply speaks of a file, and none is attached:") in said
    with unchanged():
        answer = _send(agent, ticket, text, then="resolved", sure=["unfilled"])
    assert ru("Not filled in:") not in words_of(answer)
    assert fields_of(answer)["sure"] == ["unfilled"]
    assert fields_of(answer)["then"] == ["resolved"]
    assert _send(agent, ticket, text, then="resolved", sure=["unfilled", "file"]).status_code == 302
    assert _reply().is_solution


def test_a_note_and_another_client_in_a_reply(people: make.Cast, ticket: Ticket) -> None:
    """Words of a note; a name in any case, a company, an address: of whom this agent may know."""
    make.note(people.teammate, ticket, "Скидку больше десяти процентов ему не давать ни в коем случае")
    known = make.contact("Иван Петров", people.other_company)
    ContactEmail.objects.create(contact=known, email="petrov@beta.test", position=1)
    lead = visitor(people.lead, script=True)
    for text, about in (
        ("Скидку больше десяти процентов ему не давать.", "note"),
        ("Мы передали Ивану Петрову всё, что нужно.", "client"),
        ("Напишите на petrov@beta.test, там помогут.", "client"),
        ("Так решили в ООО «Бета».", "client"),
    ):
        with unchanged():
            answer = _send(lead, ticket, text)
        assert answer.status_code == 409, text
        assert f'name="sure" value="{about}"' in text_of(answer), text


@pytest.mark.parametrize(
    "text",
    [
        "Здравствуйте, Иван Клиентов! Мастер будет завтра.",
        "Вас ждёт Пётр Орлов, наш инженер.",
        "Пишите на client@alpha.test",
        "> Прилагаю {{счёт}}\nСпасибо, получили.",
        "Приложите, пожалуйста, скриншот.",
    ],
)
def test_an_ordinary_reply_is_not(people: make.Cast, ticket: Ticket, text: str) -> None:
    """The client themselves, our own people, quotes, requests."""
    assert _send(visitor(people.lead, script=True), ticket, text).status_code == 200


def test_each_check_can_be_switched_off(people: make.Cast, ticket: Ticket) -> None:
    agent = visitor(people.agent, script=True)
    text = "Здравствуйте, {{имя}}! Прилагаю счёт."
    for key in ("replies.guard_unfilled", "replies.guard_file"):
        assert _send(agent, ticket, text).status_code == 409
        change_setting(BY_SYSTEM, key, False)
    assert _send(agent, ticket, text).status_code == 200


def test_a_newer_message_joins_the_doubts(people: make.Cast, ticket: Ticket) -> None:
    """One page of lines, and a status that survives it."""
    make.message(people.client, ticket, "Уже печатает")
    answer = _send(visitor(people.agent, script=True), ticket, "Прилагаю счёт", then="resolved")
    page = text_of(answer)
    assert page.index('name="force" value="1"') < page.index('name="sure" value="file"')
    assert 'name="then" value="resolved"' in page
