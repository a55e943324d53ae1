"""A request for a colleague: who may, for whom, who is proposed while typing, and who is never shown."""

from __future__ import annotations

import pytest

from otklik.clients.commands import hide_contact
from otklik.core.errors import Denied
from otklik.organisation.commands import change_setting
from otklik.tickets.models import Ticket
from tests import make
from tests.support.pages import ru, visitor, words_of
from tests.support.writes import rows, unchanged

NEW = "/requests/new"
FORM = {"subject": "Не печатает", "text": "Стоит\nс утра"}


def test_for_a_colleague(people: make.Cast) -> None:
    """Initiator and contact apart: both see it, both by their own page."""
    boss = visitor(people.manager)
    label = "Мария Соседова · colleague@alpha.test"
    assert boss.get("/requests/colleagues", {"q": "сосед"}).json() == {"people": [label]}
    boss.post(NEW, {**FORM, "whom": "colleague", "colleague": label})
    ticket = Ticket.objects.get()
    assert (ticket.contact_id, ticket.initiator_contact_id) == (
        people.colleague.contact_id, people.manager.contact_id,
    )  # fmt: skip
    for person in (people.manager, people.colleague):
        assert ticket.subject in words_of(visitor(person).get("/"))


@pytest.mark.parametrize(
    ("words", "code"),
    [("соседова", 302), ("colleague@alpha", 302), ("Чужой", 422), ("", 422), ("alpha", 422)],
)
def test_a_colleague_by_words(people: make.Cast, words: str, code: int) -> None:
    """By a part that fits one person of the company; nobody else's, and none of several."""
    answer = visitor(people.manager).post(NEW, {**FORM, "whom": "colleague", "colleague": words})
    assert (answer.status_code, rows(Ticket)) == (code, 1 if code == 302 else 0)


def test_a_clerk_orders_for_a_colleague(people: make.Cast) -> None:
    """Without the right to the company's requests: they see the one they ordered, and no other of theirs."""
    clerk = visitor(people.client)
    assert ru("For a colleague") in words_of(clerk.get(f"{NEW}?service=-"))
    other = make.ticket(people.colleague, "Личное дело")
    clerk.post(NEW, {**FORM, "whom": "colleague", "colleague": "colleague@alpha.test"})
    ticket = Ticket.objects.exclude(pk=other.pk).get()
    assert (ticket.contact_id, ticket.initiator_contact_id) == (
        people.colleague.contact_id, people.client.contact_id,
    )  # fmt: skip
    page = words_of(clerk.get(f"/requests/{ticket.number}/registered"))
    for said in ("Мария Соседова", people.client.name, "colleague@alpha.test", "client@alpha.test"):
        assert said in page
    assert people.client.name in words_of(visitor(people.colleague).get(f"/requests/{ticket.number}"))
    assert clerk.get(f"/requests/{other.number}").status_code == 404
    assert "Личное дело" not in words_of(clerk.get("/"))


def test_only_where_it_is_allowed(people: make.Cast) -> None:
    """Switched off, who sees only their own requests registers for nobody else, and is proposed nobody."""
    change_setting(people.admin.ref, "clients.order_for_colleagues", False)
    client = visitor(people.client)
    assert ru("For a colleague") not in words_of(client.get(f"{NEW}?service=-"))
    assert client.get("/requests/colleagues", {"q": "сосед"}).json() == {"people": []}
    with unchanged():
        forged = {**FORM, "whom": "colleague", "colleague": "Мария Соседова · colleague@alpha.test"}
        assert client.post(NEW, forged).status_code == 422
    with unchanged(), pytest.raises(Denied):
        make.ticket(people.client, contact=make.contact_of(people.colleague))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("со", 1), ("СОСЕДОВА мар", 1), ("colleague@", 1), ("соседова@", 0),
        ("", 0), ("с", 0), ("%", 0), ("__", 0), ("alpha", 0), ("stranger", 0), ("чужой", 0), ("client@", 0),
    ],
)  # fmt: skip
def test_who_is_proposed(people: make.Cast, words: str, found: int) -> None:
    """Colleagues whose name or address begins so; never oneself, nobody of another company, no whole list."""
    answer = visitor(people.client).get("/requests/colleagues", {"q": words}).json()
    assert len(answer["people"]) == found
    assert "stranger" not in str(answer)


def test_few_are_proposed_and_not_for_ever(people: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight at most at a time; who asks without end is asked to wait; who has left is not named."""
    company = make.contact_of(people.client).company
    for n in range(12):
        one = make.contact(f"Сотрудник {n:02}", company)
        if n == 0:
            hide_contact(people.admin, one)
    client = visitor(people.client)
    found = client.get("/requests/colleagues", {"q": "сотр"}).json()["people"]
    assert [label.partition(" · ")[0] for label in found] == [f"Сотрудник {n:02}" for n in range(1, 9)]
    monkeypatch.setattr("otklik.portal.whom.EACH_HOUR", 2)
    assert [client.get("/requests/colleagues?q=со").status_code for _ in range(2)] == [200, 429]


def test_nobody_of_another_company(people: make.Cast) -> None:
    """By no words and by no forged contact; nothing is written."""
    client = visitor(people.client)
    with unchanged():
        for words in ("stranger@beta.test", "Чужой", people.stranger.name):
            forged = {**FORM, "whom": "colleague", "colleague": words}
            assert client.post(NEW, forged).status_code == 422
    with unchanged(), pytest.raises(Denied):
        make.ticket(people.client, contact=make.contact_of(people.stranger))
