"""What members were given against their share; setting shares; who may read and set."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from otklik.core.errors import Denied, Invalid
from otklik.people.commands import set_shares
from otklik.people.queries import Share
from otklik.tickets import commands
from otklik.tickets.enums import Given
from otklik.tickets.queries.fairness import fairness
from tests import make
from tests.api.program import program
from tests.support.fixtures import FrozenClock
from tests.support.pages import ru, visitor, words_of
from tests.support.turns import gives
from tests.support.writes import kinds, recorded, refused, unchanged

DAY = timedelta(days=1)


def test_numbers_against_shares(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """A half share is given half as many; what was taken, returned, and who left is counted, too; the page
    and the program tell the same."""
    gives(people, people.it)
    agent, teammate, lead = (one.agent_id or 0 for one in (people.agent, people.teammate, people.lead))
    with recorded() as events:
        set_shares(people.lead, people.it, {lead: Share(50, 20), agent: Share(100)})
    assert kinds(events) == ["shares.changed"]
    tickets = [make.ticket(people.client, team=people.it) for _one in range(10)]
    mine = next(row for row in tickets if row.assignee_id == agent)
    commands.release(people.agent, mine)
    commands.take(people.teammate, mine)
    frozen_clock.move(timedelta(hours=1))
    now = frozen_clock.now
    found = {line.agent_id: line for line in fairness(people.lead, people.it, now - DAY, now)}
    assert [found[pk].numbers.get(Given.BY_TURN) for pk in (agent, teammate, lead)] == [4, 4, 2]
    assert (found[lead].meant, found[lead].got, found[lead].share) == (0.2, 0.2, Share(50, 20))
    assert found[agent].numbers[Given.RETURNED] == found[teammate].numbers[Given.TAKEN] == 1
    assert [found[pk].load for pk in (agent, teammate, lead)] == [3, 5, 2]
    assert fairness(people.lead, people.it, now - 3 * DAY, now - DAY)[0].numbers == {}
    said = words_of(visitor(people.lead).get(reverse("desk-fairness")))
    assert "20 % / 20 %" in said
    answer = program(people.lead).get("/reports/fairness?team=it")
    told = {one["agent"]["name"]: one for one in answer.body["items"]}
    assert told[people.agent.name]["numbers"] == {"turn": 4, "returned": 1}


def test_setting_shares(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """On the page and by programs; out of bounds and not of the team is refused; the same changes nothing."""
    agent = make.agent_of(people.agent)
    with refused(Denied):
        set_shares(people.agent, people.it, {agent.pk: Share(0)})
    with refused(Denied):
        fairness(people.dispatcher, people.it, frozen_clock.now - DAY, frozen_clock.now)
    with refused(Invalid, fields={"weight", "max_load"}):
        set_shares(people.lead, people.it, {agent.pk: Share(501, 0)})
    with refused(Invalid, fields={"agent"}):
        set_shares(people.lead, people.it, {people.outsider.agent_id or 0: Share(1)})
    with unchanged():
        set_shares(people.lead, people.it, {agent.pk: Share()})
    page, address = visitor(people.lead), reverse("desk-fairness")
    members = [make.agent_of(one) for one in (people.agent, people.teammate, people.lead)]
    sent = {f"weight-{one.uid}": "100" for one in members} | {f"most-{agent.uid}": "7"}
    assert page.post(address, sent | {f"weight-{agent.uid}": "много"}).status_code == 422
    assert page.post(address, sent).status_code == 302
    assert agent.membership_set.get().max_load == 7
    body = {"shares": [{"agent": str(agent.uid), "weight": 30}]}
    assert program(people.admin).put("/teams/it/shares", body).status == 200
    assert agent.membership_set.values_list("weight", "max_load").get() == (30, None)
    said = words_of(visitor(people.admin).get(reverse("settings-audit")))
    assert ru("Shares of members") in said
    assert "30 %" in said
