"""Okdesk's table of routing rules, set up by the forms of the settings and proven by mails that come in."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client

from otklik.automation.models import RoutingRule
from otklik.automation.routing_table import routing_rules
from otklik.catalogue.commands import create_account
from otklik.catalogue.commands.make import AccountSpec
from otklik.catalogue.models import ChannelAccount
from otklik.catalogue.queries import catalogue
from otklik.channels.mail.intake import receive_raw
from otklik.core import small
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.models import Event
from otklik.core.translated import translated
from otklik.fields.shapes import FIELD, OPTION
from otklik.organisation.queries import default_brand
from otklik.people.commands.configure import set_up
from otklik.rules.matching import facts_of, first_match
from otklik.tickets.models import Observer, Ticket
from otklik.web.setting_up import COMPANY_CATEGORY
from tests import make
from tests.api.program import program
from tests.channels.mail.writing import mail
from tests.support.fixtures import FrozenClock
from tests.support.pages import visitor

DAY, NIGHT = datetime(2026, 11, 24, 8, tzinfo=UTC), datetime(2026, 11, 24, 21, tzinfo=UTC)
ROUTING = "/settings/routing"


def asked(field: str, *values: str) -> Mapping[str, object]:
    return {"field": field, "op": "one_of", "values": list(values)}


def by_form(admin: Client, name: str, *parts: Mapping[str, object], **gives: object) -> RoutingRule:
    """A rule as an administrator sends its form."""
    form = {"name_ru": name, "name_en": "", "enabled": "1", "condition": json.dumps({"all": parts})}
    blank = {"team": "", "agent": "", "observer_teams": [], "observer_agents": [], "about": ""}
    answer = admin.post(f"{ROUTING}/new", {**form, **blank, **gives})
    assert answer.status_code == 302, answer.content.decode()
    return RoutingRule.objects.latest("pk")


def written(box: ChannelAccount, sender: str, text: str = "Помогите.", subject: str = "Вопрос") -> Ticket:
    """The ticket a mail makes."""
    receive_raw(mail(sender, text, subject=subject, to=box.address), box)
    return Ticket.objects.latest("pk")


@pytest.fixture
def desk(people: make.Cast) -> Mapping[str, ChannelAccount]:
    """Two mailboxes: one with nothing, one for cash registers, urgent ones."""
    known = catalogue()
    cash = make.service("cash", team=people.front)
    urgent = next(row for row in known.priorities.values() if row.code == "immediate")
    incident = next(row for row in known.types.values() if row.code == "incident")
    spec = AccountSpec("cash", "cash@desk.test", translated(ru="Кассы"), default_brand(), service=cash)
    busy = create_account(BY_SYSTEM, replace(spec, type=incident, priority=urgent))
    return {"plain": make.mailbox("plain", team=people.front), "cash": busy}


def test_okdesks_table(
    people: make.Cast, desk: Mapping[str, ChannelAccount], frozen_clock: FrozenClock
) -> None:
    """Type, urgency, way, service, client's category, company, time, own list: each row takes its own."""
    admin = visitor(people.admin)
    vip = set_up(people.admin, COMPANY_CATEGORY, {"name": {"ru": "Важные"}})
    people.other_company.category = vip.code
    people.other_company.save()
    colour = set_up(people.admin, FIELD, {"owner": "ticket", "kind": "list", "name": {"ru": "Цвет"}})
    red = set_up(people.admin, OPTION, {"field": colour.pk, "name": {"ru": "Красный"}})
    way, at_night = asked("via", "mail"), {"field": "working_time", "op": "no"}
    cash = (asked("type", "incident"), asked("priority", "immediate"), asked("service", "cash"), way)
    night = by_form(admin, "Кассы ночью", *cash, at_night, agent=people.teammate.agent_id)
    by_form(admin, "Кассы", *cash, team=people.it.pk)
    by_form(admin, "Важные", asked("company_category", vip.code), way, observer_teams=[people.hr.pk])
    by_form(admin, "Альфа", asked("company", str(people.company.uid)), way, team=people.hr.pk)
    by_form(admin, "Красные", asked(f"field.{colour.key}", red.code), agent=people.lead.agent_id)
    frozen_clock.set(DAY)
    assert written(desk["cash"], "client@alpha.test").team_id == people.it.pk
    alpha = written(desk["plain"], "client@alpha.test")
    assert (alpha.team_id, alpha.assignee_id) == (people.hr.pk, None)
    important = written(desk["plain"], "stranger@beta.test")
    assert important.team_id == people.front.pk, "a rule of observers leaves the mailbox's team"
    assert list(Observer.objects.filter(ticket=important).values_list("team_id", flat=True)) == [people.hr.pk]
    nobodys = written(desk["plain"], "who@far.test")
    assert nobodys.team_id == people.front.pk
    assert not Event.objects.filter(ticket_id=nobodys.pk, rule_version_id__isnull=False).exists()
    frozen_clock.set(NIGHT)
    late = written(desk["cash"], "client@alpha.test")
    assert (late.team_id, late.assignee_id) == (people.it.pk, people.teammate.agent_id)
    named = Event.objects.get(ticket_id=late.pk, kind="ticket.assigned")
    assert (named.rule_version_id, named.data["rule"]) == (night.current_id, {"ru": "Кассы ночью"})
    told = {"subject": "Цвет", "text": "Красный", "fields": {colour.key: red.code}}
    answer = program(people.dispatcher).post("/tickets", told)
    assert answer.status == 201, answer.body
    assert Ticket.objects.latest("pk").assignee_id == people.lead.agent_id


def test_a_deleted_team_stops_neither_the_mail_nor_the_rules(
    people: make.Cast, desk: Mapping[str, ChannelAccount]
) -> None:
    """The rule that names it is said to be out of use; the next one takes the mail."""
    admin = visitor(people.admin)
    by_form(admin, "Кадры", team=people.hr.pk)
    by_form(admin, "Всё остальное", team=people.it.pk)
    make.hide(people.hr)
    ticket = written(desk["plain"], "client@alpha.test")
    assert ticket.team_id == people.it.pk
    assert not Event.objects.filter(kind="reaction.failed").exists()
    assert "больше не работает" in admin.get("/settings/rules").content.decode()


def test_two_hundred_rules_cost_less_than_five_milliseconds(
    people: make.Cast, desk: Mapping[str, ChannelAccount]
) -> None:
    """Of the processor's time a ticket, at the median, when the last of them holds."""
    uid = str(people.other_company.uid)
    parts = [asked("company", uid), asked("text", "касса", "чек не печатается"), asked("via", "mail")]
    RoutingRule.objects.bulk_create(
        RoutingRule(
            name=translated(ru=f"Правило {n}"),
            condition={"any": [{"all": parts}, asked("subject", f"слово{n}")]},
            team=people.it,
            position=n,
        )
        for n in range(199)
    )
    last = by_form(visitor(people.admin), "Последнее", team=people.hr.pk)
    small.bump()
    tickets = [written(desk["plain"], "client@alpha.test", f"Печать {n}.") for n in range(3)]
    assert {ticket.team_id for ticket in tickets} == {people.hr.pk}
    spent = []
    for n in range(60):
        facts = facts_of(tickets[n % 3], f"Печать {n} не идёт с самого утра, помогите. " * 20)
        before = time.process_time()
        found = first_match(routing_rules(), facts)
        spent.append(time.process_time() - before)
        assert found is not None
        assert found.rule.pk == last.pk
    assert min(spent) < 0.005, (
        f"{min(spent) * 1000:.1f} ms"
    )  # the median, on a machine that does nothing else
