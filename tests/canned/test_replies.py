"""Canned replies: what stands in them, whose they are, how they are found and put into an answer."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from otklik.canned.commands import change_own_reply, use_canned_reply, write_own_reply
from otklik.canned.finding import Sought, found, kept
from otklik.canned.given_names import spoken_to
from otklik.canned.models import CannedReply
from otklik.canned.queries import canned_replies, get_canned_for
from otklik.canned.shapes import CANNED_REPLY, FOLDER
from otklik.clients.models import Contact
from otklik.core.errors import Denied, Invalid, NotFound, NotPossible
from otklik.core.models import Event
from otklik.people.commands import hide_set_up, set_up
from tests import make
from tests.api.program import program
from tests.support.pages import text_of, visitor
from tests.support.writes import unchanged

NAMES = {
    "Иванов Пётр Сергеевич": "Пётр Сергеевич",
    "Пётр Сергеевич Рабинович": "Пётр Сергеевич",
    "Рабинович Лев Моисеевич": "Лев Моисеевич",
    "Мамедов Али Гасан оглы": "Али Гасан оглы",
    "Лев Рабинович": "Лев",
    "Ivanov, Peter": "Peter",
    "Anna": "Anna",
    "": "",
}


def test_how_people_are_spoken_to() -> None:
    assert {name: spoken_to(name) for name in NAMES} == NAMES


def test_finding_by_words_in_any_form() -> None:
    """The title weighs more than the text, then use; a word that is still typed counts."""
    texts = [("Сброс пароля", "Зайдите на страницу входа.", 0), ("Вход", "Пароль сброшен.", 9)]
    texts.append(("Printer jams", "Open the printer.", 2))
    rows = [Sought(n, title, kept((title, words)), used) for n, (title, words, used) in enumerate(texts)]
    assert found(rows, "пароли") == [0, 1]
    assert found(rows, "сбро") == [0, 1]
    assert found(rows, "страницы паролей") == [0]
    assert found(rows, "printers opened") == [2]
    assert found(rows, "") == [1, 2, 0]
    assert found(rows, "касса") == []


@pytest.mark.django_db
def test_a_text_with_a_strange_placeholder_is_refused_with_the_nearest(people: make.Cast) -> None:
    with override("ru"), unchanged(), pytest.raises(Invalid) as refused:
        write_own_reply(people.agent, {"name": {"ru": "А"}, "text": {"ru": "{{ frist_name }}, добрый день"}})
    assert refused.value.fields == {"text": "Подстановки {{ frist_name }} нет. Может быть, {{ first_name }}?"}


@pytest.mark.django_db
def test_filled_for_the_clients_language_and_counted(people: make.Cast) -> None:
    """In the language they read, or the one there is; what the ticket knows, and whoever answers."""
    Contact.objects.filter(pk=make.contact_of(people.client).pk).update(language="en")
    ticket = make.ticket(people.client, team=people.it)
    text = {
        "ru": "По-русски",
        "en": "{{ first_name }}: {{ number }}\n{{ due_at }}\n{{ my_name }}, {{ link }}",
    }
    both = write_own_reply(people.agent, {"name": {"en": "Both"}, "text": text})
    used = use_canned_reply(people.agent, both, ticket)
    first, last = used.text.splitlines()
    assert first == f"{spoken_to(ticket.contact_name)}: {ticket.number}"
    assert last.startswith(f"{people.agent.name}, http")
    assert used.language == "en"
    one = write_own_reply(people.agent, {"name": {"ru": "Один"}, "text": {"ru": "Привет, {{ status }}"}})
    assert use_canned_reply(people.agent, one, ticket).text == "Привет, Получили"
    both.refresh_from_db()
    assert (both.used, both.used_at is not None) == (1, True)


@pytest.mark.django_db
def test_whose_they_are(people: make.Cast) -> None:
    """One's own are nobody else's, a team's are its people's; others are written for with the right."""
    own = write_own_reply(people.agent, {"name": {"ru": "Моё"}, "text": {"ru": "Секрет"}})
    words = {"name": {"ru": "Для ИТ"}, "text": {"ru": "Перезагрузите."}}
    with unchanged(), pytest.raises(Denied):
        set_up(people.agent, CANNED_REPLY, words)
    of_it = set_up(people.lead, CANNED_REPLY, {**words, "team": people.it.pk})
    of_all = set_up(people.admin, CANNED_REPLY, {"name": {"ru": "Всем"}, "text": {"ru": "Спасибо."}})
    assert {str(row) for row in canned_replies(people.agent)} == {"Моё", "Для ИТ", "Всем"}
    assert {str(row) for row in canned_replies(people.outsider)} == {"Всем"}
    for stranger, row in ((people.outsider, of_it), (people.teammate, own), (people.admin, own)):
        with pytest.raises(NotFound):
            get_canned_for(stranger, str(row.uid))
    with pytest.raises(NotFound):
        change_own_reply(people.teammate, own, {"text": {"ru": "Чужое"}})
    with pytest.raises(Denied):
        canned_replies(people.client)
    hide_set_up(people.admin, CANNED_REPLY, of_all)
    assert canned_replies(people.outsider) == []
    with pytest.raises(NotPossible):
        use_canned_reply(
            people.agent, get_canned_for(people.agent, str(of_all.uid)), make.ticket(people.client)
        )
    event = Event.objects.get(kind="own_canned_reply.changed")
    assert "Секрет" not in f"{event.changes} {event.data}"


@pytest.mark.django_db
def test_on_the_desk(people: make.Cast) -> None:
    """Written on a page of one's own, offered at the box of the answer, put in filled; errors keep what was
    typed."""
    ticket = make.ticket(people.client, team=people.it)
    set_up(people.admin, FOLDER, {"name": {"ru": "Касса"}})
    agent = visitor(people.agent)
    bad = {"name_ru": "Пароль", "text_ru": "{{ nonsense_here }}", "folder": "", "whom": "me"}
    back = agent.post("/desk/canned-replies/new", bad)
    assert back.status_code == 422
    assert "{{ nonsense_here }}" in back.content.decode()
    assert agent.post("/desk/canned-replies/new", bad | {"text_ru": "Заявка {{ number }}"}).status_code == 302
    assert agent.post("/desk/canned-replies/new", bad | {"text_ru": "А", "whom": "all"}).status_code == 403
    row = CannedReply.objects.get()
    assert row.owner_id == people.agent.agent_id
    page = agent.get(f"/desk/canned-replies/{row.uid}")
    assert "{{ first_name }}" in text_of(page)
    address = f"/desk/tickets/{ticket.number}/canned"
    (offer,) = agent.get(address, {"q": "пароли"}).json()
    assert (offer["uid"], offer["name"], offer["note"]) == (str(row.uid), "Пароль", "моё")
    assert agent.post(address, {"uid": offer["uid"]}).json() == {"text": f"Заявка {ticket.number}"}
    assert agent.get(address, {"q": "касса"}).json() == []
    agent.post(f"/desk/canned-replies/{row.uid}/removal", {"hidden": "1"})
    assert agent.get(address).json() == []
    assert (
        visitor(people.lead)
        .post("/desk/canned-replies/new", bad | {"text_ru": "А", "whom": "all"})
        .status_code
        == 302
    )
    assert "Пароль" in text_of(visitor(people.outsider).get("/desk/canned-replies"))


@pytest.mark.django_db
def test_by_programs(people: make.Cast) -> None:
    """Add, change, find, fill in; for others with the right alone."""
    ticket = make.ticket(people.client, team=people.it)
    asks, admin = program(people.agent), program(people.admin)
    names, texts = {"en": "Reset"}, {"en": "No {{ number }}"}
    own = asks.post("/canned-replies", {"names": names, "texts": texts, "own": True})
    assert (own.status, own.body["own"], own.body["texts"]) == (201, True, texts)
    refused = asks.post("/canned-replies", {"names": names, "texts": {"en": "{{ numbr }}"}, "own": True})
    assert refused.status == 422
    assert "texts" in str(refused.body["errors"])
    folder = admin.post("/canned-replies/folders", {"names": {"en": "Till"}})
    shared = admin.post(
        "/canned-replies",
        {"names": {"en": "All"}, "texts": texts, "folder": folder.body["uid"], "team": "it"},
    )
    assert (shared.status, shared.body["folder"], shared.body["team"]) == (201, folder.body["uid"], "it")
    listed = asks.get("/canned-replies?q=resets")
    assert [one["uid"] for one in listed.body["items"]] == [own.body["uid"]]
    at = f"/canned-replies/{own.body['uid']}"
    filled = asks.post(f"{at}/actions/use", {"ticket": ticket.number})
    assert (filled.status, filled.body["text"]) == (200, f"No {ticket.number}")
    assert asks.patch(at, {"hidden": True}).body["hidden"] is True
    assert asks.patch(f"/canned-replies/{shared.body['uid']}", {"hidden": True}).status == 403
    assert admin.patch(f"/canned-replies/{shared.body['uid']}", {"folder": None}).body["folder"] is None
    assert program(people.outsider).patch(at, {"hidden": False}).status == 404
