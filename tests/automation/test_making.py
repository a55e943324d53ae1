"""Tickets that rules and macros make: linked to the first, told to nobody twice, ended where they loop."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from otklik.automation.actions import steps
from otklik.automation.macros.own import write_own_macro
from otklik.automation.macros.running import run_macro
from otklik.automation.triggers.running import DEEPEST
from otklik.catalogue.queries import catalogue
from otklik.core import worker
from otklik.core.errors import NotPossible
from otklik.core.models import Event
from otklik.notifications.models import Delivery
from otklik.people.actor import SYSTEM
from otklik.tickets import commands
from otklik.tickets.enums import LinkKind
from otklik.tickets.models import Link, Message, Operation, Ticket
from tests import make
from tests.automation.test_triggers import one_of, trigger
from tests.channels.mail.writing import mail, take, ticket_of
from tests.support.writes import unchanged

PAPER = {
    "do": "create",
    "subject": {"ru": "Пропуск к {{ number }}"},
    "text": {"ru": "Заказать пропуск: {{ client }}."},
    "team": "hr",
    "priority": "high",
}


def test_a_mail_makes_a_ticket_below_its_own(people: make.Cast) -> None:
    """By the trigger's name and version, for another team, of nobody outside: no client gets a letter."""
    rule = trigger(people, "Пропуск", [PAPER], one_of("via", "mail"))
    ticket = ticket_of(take(mail("client@alpha.test"), make.mailbox("support", team=people.it)))
    made = Ticket.objects.exclude(pk=ticket.pk).get()
    said = Message.objects.select_related("body").get(ticket=made)
    assert (made.subject, made.team, made.priority.code) == (f"Пропуск к {ticket.number}", people.hr, "high")
    assert (made.contact, made.company, made.contact_email, made.via) == (None, None, "", "system")
    assert (said.author_kind, said.author_name) == ("system", "Пропуск")
    assert said.body.text == f"Заказать пропуск: {ticket.contact_name}."
    link = Link.objects.get()
    assert (link.source, link.target, link.kind) == (ticket, made, LinkKind.PARENT)
    registered = Event.objects.get(kind="ticket.registered", ticket_id=made.pk)
    assert (registered.rule_version_id, registered.depth) == (rule.current_id, 1)
    worker.drain()
    told = set(Delivery.objects.filter(ticket=made).values_list("audience", flat=True))
    assert "client" not in told
    assert Delivery.objects.filter(ticket=ticket, audience="client").exists()


@pytest.mark.parametrize(
    ("how", "kind", "outward"),
    [
        ("parent", LinkKind.PARENT, False),
        ("follows", LinkKind.CONTINUES, False),
        ("blocks", LinkKind.BLOCKS, False),
        ("related", LinkKind.RELATED, True),
    ],
)
def test_how_they_belong_together(people: make.Cast, how: str, kind: LinkKind, outward: bool) -> None:
    """Each link from its own end; the same client's is theirs to read, and they get no letter."""
    ticket = make.ticket(people.client, team=people.it)
    worker.drain()
    deed = {**PAPER, "as": how, "client": True}
    trigger(people, "Связать", [deed], one_of("priority", "normal"), events=["assigned"])
    commands.assign(SYSTEM, ticket, agent_id=None, team_id=people.hr.pk)
    made = Ticket.objects.exclude(pk=ticket.pk).get()
    link = Link.objects.get()
    ends = (ticket, made) if outward else (made, ticket)
    assert (link.source, link.target, link.kind) == (*ends, kind)
    assert (made.contact, made.company) == (ticket.contact, ticket.company)
    worker.drain()
    assert not Delivery.objects.filter(ticket=made, audience="client").exists()


def test_tickets_that_make_tickets_end_and_say_so(people: make.Cast) -> None:
    """Each new ticket fires the trigger again: five times, then the last one says which was stopped."""
    rule = trigger(people, "Ещё одну", [PAPER])
    ticket = make.ticket(people.client)
    rows = list(Ticket.objects.order_by("pk"))
    assert len(rows) == DEEPEST + 1
    stopped = Event.objects.get(kind="automation.stopped")
    assert (stopped.ticket_id, stopped.data["depth"]) == (rows[-1].pk, DEEPEST)
    assert stopped.rule_version_id == rule.current_id
    assert Link.objects.filter(kind=LinkKind.PARENT).count() == DEEPEST
    assert not Event.objects.filter(kind__in=("reaction.failed", "trigger.failed")).exists()
    assert ticket.pk == rows[0].pk


def test_a_macro_makes_one_as_whoever_presses(people: make.Cast) -> None:
    """In the employee's own name; undone, the new ticket goes with its link, unless somebody wrote in it."""
    tickets = [make.ticket(people.client, team=people.it) for _number in range(2)]
    deeds = [{**PAPER, "team": "it"}, {"do": "priority", "priority": "high"}]
    macro = write_own_macro(people.agent, {"name": {"ru": "Пропуск"}, "actions": deeds})
    first, second = (str(run_macro(people.agent, macro, ticket).step) for ticket in tickets)
    gone, kept = Ticket.objects.order_by("pk")[2:]
    assert Message.objects.get(ticket=gone).agent_id == people.agent.agent_id
    make.note(people.agent, kept, "Заказан.")
    for step in (first, second):
        commands.undo(people.agent, step)
    assert Ticket.objects.get(pk=gone.pk).deleted_at is not None
    assert Ticket.objects.get(pk=kept.pk).deleted_at is None
    assert not Link.objects.exists()
    usual = catalogue().default_priority
    assert {row.priority for row in Ticket.objects.filter(pk__in=[t.pk for t in tickets])} == {usual}
    assert Operation.objects.get(uid=second).left == [[kept.number, ["ticket"]]]


def test_who_may_not_register_makes_none(people: make.Cast) -> None:
    """The rights are those of whoever presses, and the sentence says what it would do."""
    ticket = make.ticket(people.client, team=people.it)
    macro = write_own_macro(people.agent, {"name": {"ru": "Пропуск"}, "actions": [PAPER]})
    weak = replace(people.agent, rights=frozenset({"tickets.edit"}))
    with unchanged(), pytest.raises(NotPossible, match="регистрировать заявки"):
        run_macro(weak, macro, ticket)
    with translation.override("en"):
        words = steps.words([PAPER, {**PAPER, "as": "follows", "client": True}])
    assert words[0] == "create a ticket below this one: “Пропуск к {{ number }}”"
    assert words[1] == (
        "create a ticket that continues this one: “Пропуск к {{ number }}”, for the same client"
    )
