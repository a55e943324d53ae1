"""Many tickets changed from the list, the page of such a step, its way back; links on the card."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from otklik.tickets import commands
from otklik.tickets.commands import bulk as changing
from otklik.tickets.enums import LinkKind
from otklik.tickets.models import Link, Operation, Ticket
from tests import make
from tests.support.pages import text_of, visitor, words_of
from tests.support.writes import unchanged

LINK_IN_SUMMARY = re.compile(r"<summary(?:(?!</summary>).)*<a ", re.DOTALL)


def three(people: make.Cast) -> list[Ticket]:
    return [make.ticket(people.client, team=people.it) for _ in range(3)]


def test_changed_and_taken_back(people: make.Cast) -> None:
    """The next page offers the way back; the history of each ticket leads to it; a colleague may not."""
    tickets = three(people)
    commands.observe(people.agent, tickets[0], agent_id=people.agent.agent_id)
    agent = visitor(people.agent)
    sent = {"number": [one.number for one in tickets], "status": "on_hold"}
    page = agent.post("/desk/tickets/bulk?view=all", sent, follow=True)
    step = Operation.objects.get()
    way_back = f"/desk/steps/{step.uid}/undo?view=all"
    assert f'action="{way_back}"' in text_of(page)
    card = text_of(agent.get(f"/desk/tickets/{tickets[0].number}"))
    assert f'href="{reverse("desk-step", args=[step.uid])}"' in card
    assert card.count('class="evs"') == 1
    assert not LINK_IN_SUMMARY.search(card), "the line that opens the others holds no link of its own"
    mate = visitor(people.teammate)
    assert reverse("desk-step", args=[step.uid]) not in text_of(
        mate.get(f"/desk/tickets/{tickets[0].number}")
    )
    with unchanged():
        assert mate.post(way_back).status_code == 404
    assert "3 заявки" in words_of(agent.get(f"/desk/steps/{step.uid}"))
    answer = visitor(people.agent, script=True).post(way_back)
    assert "как были" in answer.headers["HX-Trigger"].encode("ascii").decode("unicode_escape")
    assert set(Ticket.objects.values_list("status__code", flat=True)) == {"assigned"}
    assert "Отменил" in words_of(agent.get(f"/desk/steps/{step.uid}"))


def test_all_of_a_list(people: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than is ticked, nothing outside the filter; what is too much for a request gets a page."""
    tickets = three(people)
    other = make.ticket(people.client, team=people.it)
    commands.take(people.agent, other)
    agent = visitor(people.agent)
    sent = {"number": [tickets[0].number], "all": "1", "priority": "high"}
    agent.post("/desk/tickets/bulk?view=all&assignee=none", sent)
    high = Ticket.objects.filter(priority__code="high").order_by("pk")
    assert [one.pk for one in high] == [one.pk for one in tickets]
    monkeypatch.setattr(changing, "AT_ONCE", 1)
    answer = agent.post("/desk/tickets/bulk?view=all", {"all": "1", "priority": "low"})
    step = Operation.objects.latest("pk")
    assert answer.headers["Location"] == f"/desk/steps/{step.uid}"
    page = agent.get(answer.headers["Location"])
    assert "0 из 4 заявок" in words_of(page)
    assert '<noscript><meta http-equiv="refresh"' in text_of(page), (
        "with script only what changes is asked for"
    )
    assert 'hx-trigger="every 2s"' in text_of(page)


def test_links_of_a_card(people: make.Cast) -> None:
    """Found by number, linked as its child, completed with the parent, taken away again."""
    parent, child, third = three(people)
    agent = visitor(people.agent)
    page = agent.get(f"/desk/tickets/{child.number}/join", {"q": parent.number})
    assert f'value="{parent.number}"' in text_of(page)
    assert third.number not in text_of(page)
    sent = {"other": [parent.number], "way": "child"}
    agent.post(f"/desk/tickets/{child.number}/join", sent)
    assert list(Link.objects.values_list("source", "target", "kind")) == [(parent.pk, child.pk, "parent")]
    assert "родительская для" in words_of(agent.get(f"/desk/tickets/{parent.number}"))
    commands.set_status(people.agent, parent, "resolved")
    assert "Выполнить и 1 открытую дочернюю" in words_of(agent.get(f"/desk/tickets/{parent.number}"))
    agent.post(f"/desk/tickets/{parent.number}/children")
    assert Ticket.objects.get(pk=child.pk).state == "resolved"
    with unchanged():
        assert agent.post(f"/desk/tickets/{child.number}/join", {"way": "child"}).status_code == 422
    agent.post(f"/desk/tickets/{child.number}/unlink", {"other": parent.number, "way": "child"})
    assert not Link.objects.filter(kind=LinkKind.PARENT).exists()
    twin = {"other": [parent.number], "way": "duplicate", "close": "1"}
    agent.post(f"/desk/tickets/{third.number}/join", twin)
    assert Ticket.objects.get(pk=third.pk).outcome == "not_processed"
    assert Link.objects.get().kind == LinkKind.DUPLICATE
