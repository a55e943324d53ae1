"""Claim by opening in pages: the card takes it, others see by whom, signing out and the list (ROUTE-8)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.people.commands import Preferences, set_preferences
from otklik.tickets import commands
from otklik.tickets.models import Processing, Ticket
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import visitor
from tests.support.turns import claims
from tests.support.writes import unchanged

pytestmark = pytest.mark.django_db


def _holder(ticket: Ticket) -> int | None:
    return Ticket.objects.values_list("processing_by_id", flat=True).get(pk=ticket.pk)


def test_opening_the_card(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Looking it up beforehand takes nothing; opening does; the second reads by whom, the lead may make it
    new again; its windows are heard of, and signing out lets it go."""
    claims(people, people.it)
    ticket = make.ticket(people.client, team=people.it)
    card, url = f"/desk/tickets/{ticket.number}", f"/desk/tickets/{ticket.number}/processing"
    agent, teammate, lead = (visitor(one) for one in (people.agent, people.teammate, people.lead))
    agent.get(card, headers={"Sec-Purpose": "prefetch"})
    agent.head(card)
    assert _holder(ticket) is None
    mine = agent.get(card).content.decode()
    assert _holder(ticket) == people.agent.agent_id
    assert "У вас в обработке" in mine
    assert f'data-presence="{url}"' in mine
    theirs = teammate.get(card).content.decode()
    assert "В обработке: Елена Белова" in theirs
    assert 'data-presence="' not in theirs
    assert "Вернуть в новые" not in theirs
    assert "Вернуть в новые" in lead.get(card).content.decode()
    assert agent.post(url, {"window": "a"}).status_code == 204
    assert list(Processing.objects.get().windows) == ["a"]
    with unchanged():
        teammate.post(url, {"window": "b", "state": "gone"})
    agent.post(url, {"window": "a", "state": "gone"})
    assert Processing.objects.get().left_at == frozen_clock.now
    agent.get(card)
    assert lead.post(f"{url}/return").status_code == 302
    assert _holder(ticket) is None
    agent.get(card)
    agent.post("/logout")
    assert _holder(ticket) is None


def test_the_list_says_when(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Employee, beginning, end and how long it took, as columns; offered only where a team claims."""
    ticket = make.ticket(people.client, team=people.it)
    lead = visitor(people.lead)
    assert "Длилась обработка" not in lead.get("/desk/tickets?view=archive").content.decode()
    claims(people, people.it)
    chosen = ["number", "subject", "processing_by", "processing_since", "processed_at", "processing_time"]
    set_preferences(people.lead, Preferences(list_columns=chosen))
    commands.open_window(people.agent, ticket)
    frozen_clock.move(timedelta(minutes=38))
    assert "38\u00a0мин" in lead.get("/desk/tickets?view=archive").content.decode()
    commands.set_status(people.agent, Ticket.objects.get(pk=ticket.pk), "resolved")
    frozen_clock.move(timedelta(hours=3))
    page = lead.get("/desk/tickets?view=archive").content.decode()
    assert "Е. Белова" in page
    assert "38\u00a0мин" in page
