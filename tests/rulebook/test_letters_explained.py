"""Why was this mail sent, why was it not: the table of notifications line by line, with the rule."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.urls import reverse

from otklik.automation.explaining.letters import Letters, letters_of
from otklik.automation.triggers.shape import TRIGGER
from otklik.core.actors import SYSTEM
from otklik.core.errors import NotFound
from otklik.core.models import Job
from otklik.notifications.enums import DeliveryState
from otklik.notifications.models import Delivery
from otklik.notifications.telling import tell
from otklik.notifications.untold import WhyNot
from otklik.organisation.commands import change_setting
from otklik.people.commands import set_up
from otklik.tickets import commands
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import program
from tests.support.pages import ru, visitor, words_of


def told(people: make.Cast, ticket: Ticket) -> dict[str, Letters]:
    """The letters by kind of event, once the worker has told everybody."""
    for job in Job.objects.filter(reaction="notifications.tell").order_by("pk"):
        tell.function(job)
        job.delete()
    return {one.event.kind: one for one in letters_of(people.admin, ticket.number)[1]}


def kept(letters: Letters) -> Mapping[str, WhyNot | None]:
    """By line of the table what kept it; None where it wrote."""
    return {line.who: line.why for line in letters.lines}


def test_each_line_says_what_kept_it(people: make.Cast) -> None:
    """A rule, a setting, the doer, nobody there, a machine: and the rule of a silenced event is named."""
    change_setting(SYSTEM, "notifications.silent", ["ticket.registered:client"])
    given = {
        "name": {"ru": "Тихо"},
        "events": ["agent_replied"],
        "actions": [{"do": "hush", "whom": ["client"]}],
    }
    rule = set_up(people.admin, TRIGGER, given)
    ticket = make.ticket(people.client, team=people.it)
    commands.take(people.agent, ticket)
    make.reply(people.agent, ticket)
    make.message(people.client, ticket, "Спасибо, ждём")
    found = told(people, ticket)
    assert kept(found["ticket.registered"]) == {
        "client": WhyNot.OFF,
        "assignee": WhyNot.NOBODY,
        "team": WhyNot.NOBODY,
    }
    assert kept(found["reply.sent"])["client"] is WhyNot.HUSHED
    assert [(one.uid, one.version.number) for one in found["reply.sent"].rulings] == [(str(rule.uid), 1)]
    assert kept(found["message.received"]) == {
        "assignee": None,
        "team": WhyNot.NOBODY,
        "observer": WhyNot.NOBODY,
    }
    commands.set_status(people.agent, ticket, "on_hold")
    later = told(people, ticket)
    assert kept(later["ticket.status_changed"])["client"] is WhyNot.NOT_ANNOUNCED


def test_what_a_rule_wrote_names_it_and_a_page_says_what_became_of_it(people: make.Cast) -> None:
    """The client's mail came back: the server's words are there in short, and programs read the same."""
    agent = str(make.agent_of(people.agent).uid)
    actions = [
        {"do": "notify", "agents": [agent], "text": {"ru": "Срочно", "en": "Now"}},
        {"do": "reply", "text": {"ru": "Уже смотрим", "en": "We look"}},
    ]
    given = {"name": {"ru": "Первый ответ"}, "events": ["created"], "actions": actions}
    rule = set_up(people.admin, TRIGGER, given)
    ticket = make.ticket(people.client)
    found = told(people, ticket)
    for kind in ("notice.given", "reply.automated"):
        assert [one.uid for one in found[kind].rulings] == [str(rule.uid)]
        assert found[kind].lines[0].delivery is not None
    reply = Delivery.objects.get(letter="automatic")
    Delivery.objects.filter(pk=reply.pk).update(state=DeliveryState.BOUNCED, error="550 5.1.1 no such user")
    page = reverse("desk-letters", args=[ticket.number])
    shown = words_of(visitor(people.admin).get(page))
    assert ru("came back: %(why)s") % {"why": ru("there is no such address")} in shown
    assert ru("To whom a rule names") in shown
    assert (
        f"{page}?message={reply.message_id}"
        in visitor(people.admin).get(reverse("desk-ticket", args=[ticket.number])).content.decode()
    )
    alone = words_of(visitor(people.admin).get(page, {"message": str(reply.message_id)}))
    assert "Первый ответ" in alone
    assert ru("To whom a rule names") not in alone
    said = program(people.admin).get(f"/tickets/{ticket.number}/letters").body["items"]
    told_by = {one["event"]: one for one in said}
    letter = told_by["reply.automated"]["letters"][0]
    assert (letter["to"], letter["state"]) == (reply.address, "bounced")
    assert told_by["reply.automated"]["rules"][0]["uid"] == str(rule.uid)
    assert letter["why"] is None
    with pytest.raises(NotFound):
        letters_of(people.client, ticket.number)


def test_the_past_is_told_by_what_was_then(people: make.Cast) -> None:
    """A line switched off later, somebody who follows or has it since: what kept a letter is what kept it
    then, and that settings differ now is said."""
    change_setting(SYSTEM, "notifications.silent", ["ticket.registered:client"])
    ticket = make.ticket(people.client, team=people.it)
    commands.take(people.agent, ticket)
    make.message(people.client, ticket, "Что слышно?")
    before = told(people, ticket)
    assert before["ticket.registered"].set_since is None
    silent = ["message.received:assignee", "message.received:observer", "message.received:team"]
    change_setting(SYSTEM, "notifications.silent", silent)
    commands.observe(people.agent, ticket, agent_id=people.lead.agent_id)
    commands.assign(people.agent, ticket, agent_id=None, team_id=people.hr.pk)
    after = told(people, ticket)
    for kind in ("ticket.registered", "message.received"):
        assert kept(after[kind]) == kept(before[kind])
        assert after[kind].set_since is not None
    assert kept(after["ticket.registered"])["client"] is WhyNot.OFF
    assert kept(after["message.received"]) == {
        "assignee": None,
        "team": WhyNot.NOBODY,
        "observer": WhyNot.NOBODY,
    }
    shown = words_of(visitor(people.admin).get(reverse("desk-letters", args=[ticket.number])))
    assert (
        shown.count(
            ru(
                "settings about letters were changed later, on %(moment)s: told here by those of then"
            ).partition("%")[0]
        )
        == 2
    )
