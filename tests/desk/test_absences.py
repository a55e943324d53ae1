"""The week of a team, entering an absence with what leaves at once, shifts; a colleague on vacation."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from otklik.people.absences import shift_plans_of
from otklik.people.actor import Actor
from otklik.people.at_work import aways_of
from otklik.people.models import Absence
from otklik.tickets import commands
from otklik.tickets.models import Ticket
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import ru, visitor, words_of
from tests.support.turns import away, gives

DAY = timedelta(days=1)


def _sent(of: Actor, **more: str) -> dict[str, str]:
    return {
        "who": str(make.agent_of(of).uid),
        "kind": "vacation",
        "from_day": "2026-11-17",
        "until_day": "2026-11-20",
        **more,
    }


def test_entering_ones_own(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Whole days of the calendar's zone; what leaves at once is said first; then it stands in the week."""
    gives(people, people.it, "manual", on_absence="all")
    ticket = commands.take(people.agent, make.ticket(people.client, team=people.it))
    page, address = visitor(people.agent), reverse("desk-absences")
    asked = page.post(address, _sent(people.agent))
    assert asked.status_code == 409
    assert ru("Enter it all the same") in words_of(asked)
    assert not Absence.objects.exists()
    assert page.post(address, _sent(people.agent, sure="1")).status_code == 302
    (found,) = aways_of(people.agent.agent_id or 0)
    assert [moment and moment.isoformat() for moment in (found.starts, found.ends)] == [
        "2026-11-16T21:00:00+00:00",
        "2026-11-20T21:00:00+00:00",
    ]
    commands.relieve(people.agent.agent_id or 0, found.uid)
    assert Ticket.objects.get(pk=ticket.pk).assignee_id is None
    said = words_of(visitor(people.teammate).get(address))
    assert said.count(ru("on vacation")) == 6  # four days of the week, the list, a choice
    assert ru("Back at work") not in said


def test_a_lead_changes_and_ends_it(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Who may not plan for somebody finds nothing; what is wrong is said at its field."""
    row = away(people.agent)
    address = reverse("desk-absence", args=[row.uid])
    assert visitor(people.teammate).get(address).status_code == 404
    lead = visitor(people.lead)
    assert "2026-11-17" in lead.get(address).content.decode()
    wrong = lead.post(address, _sent(people.agent, until_day="2026-11-01"))
    assert wrong.status_code == 422
    assert lead.post(address, _sent(people.agent, until_time="13:00")).status_code == 302
    row.refresh_from_db()
    assert row.ends_at is not None
    assert row.ends_at.isoformat() == "2026-11-20T10:00:00+00:00"
    assert lead.post(reverse("desk-absence-end", args=[row.uid])).status_code == 302
    row.refresh_from_db()
    assert row.ends_at == frozen_clock.now


def test_shifts_of_a_member(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Set line by line, shown in the week, taken away again; times that are none are said."""
    lead, address = visitor(people.lead), reverse("desk-shifts", args=[make.agent_of(people.agent).uid])
    sent = {"begins": "2026-11-16", "days": "22:00-6:00\n-\n", "keeps_holidays": "1"}
    assert lead.post(address, sent | {"days": "ночь"}).status_code == 422
    assert lead.post(address, sent).status_code == 302
    assert "22:00–6:00" in words_of(lead.get(address))
    assert words_of(lead.get(reverse("desk-absences"))).count("22:00–6:00") == 4
    (plan,) = shift_plans_of(people.lead, people.agent.agent_id or 0)
    assert lead.post(address, {"drop": str(plan.uid)}).status_code == 302
    assert not shift_plans_of(people.lead, people.agent.agent_id or 0)


def test_why_me(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """The card leads to who was weighed; opening one's own marks it as opened."""
    gives(people, people.it, max_load=5)
    away(people.lead)
    ticket = make.ticket(people.client, team=people.it)
    holder = people.agent if ticket.assignee_id == people.agent.agent_id else people.teammate
    card = visitor(holder).get(reverse("desk-ticket", args=[ticket.number]))
    assert ru("Why me?") in words_of(card)
    assert Ticket.objects.get(pk=ticket.pk).opened_at == frozen_clock.now
    said = words_of(visitor(holder).get(reverse("desk-why-me", args=[ticket.number])))
    for words in ("chosen", "later in turn", "was away", "in turn"):
        assert ru(words) in said
    assert ru("%(load)s of %(limit)s", load=0, limit=5) in said


def test_wherever_a_colleague_is_chosen(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """From the moment the absence begins, though nobody changed anything at that moment, until it ends."""
    ticket = make.ticket(people.client, team=people.it)
    away(people.teammate, starts=frozen_clock.now + DAY)
    page, told = visitor(people.agent), ru("on vacation")
    pages = [reverse("desk-ticket", args=[ticket.number]), reverse("desk-tickets"), reverse("desk-new")]
    for moment, is_told in ((0, False), (1, True), (3, False)):
        frozen_clock.move(moment * DAY)
        for address in pages:
            assert (told in words_of(page.get(address))) == is_told, (address, moment)
