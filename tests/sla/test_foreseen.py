"""What the form of a new ticket tells beforehand is what the ticket gets."""

from __future__ import annotations

from otklik.automation.routing_shape import ROUTING_RULE
from otklik.catalogue.models import TicketType
from otklik.organisation.calendars import CalendarInfo
from otklik.people.commands import set_up
from otklik.tickets.models import Stage, Ticket
from otklik.web.setting_up import ROUTE, STAGE
from tests import make
from tests.fields import made
from tests.sla.office import MOSCOW, moscow, sla_rule
from tests.support.fixtures import FrozenClock
from tests.support.pages import fields_of, visitor, words_of
from tests.support.writes import unchanged

NEW = "/desk/tickets/new"


def test_told_beforehand_is_what_the_ticket_gets(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """By urgency, words, client, service's team; of a rule that cannot be asked nothing is kept."""
    service = make.service("911", team=people.hr)
    client = make.contact_of(people.client)
    for minutes, field, op, value in (
        (30, "priority", "one_of", "high"),
        (60, "text", "one_of", "касса стоит"),
        (90, "team", "one_of", people.hr.code),
        (120, "company", "one_of", str(people.company.uid)),
    ):
        condition = {"field": field, "op": op, "values": [value]}
        sla_rule(people, office, f"За {minutes}", condition=condition, resolution=minutes)
    sla_rule(people, office, "Остальные", reaction=15, resolution=240)
    frozen_clock.set(moscow(20, 17, 50))
    desk = visitor(people.dispatcher)
    plain = fields_of(desk.get(NEW)) | {"subject": ["Вопрос"], "text": ["Не работает."]}
    forms = [
        {},
        {"priority": ["high"]},
        {"text": ["Касса стоит с утра"]},
        {"service": [service.code]},
        {"contact": [str(client.uid)], "client": [client.name]},
    ]
    for number, changed in enumerate(forms):
        form = plain | changed | {"idempotency_key": [f"form-{number}"]}
        with unchanged():
            told = words_of(desk.post(f"{NEW}/promise", form))
        desk.post(NEW, form)
        ticket = Ticket.objects.latest("id")
        for moment in filter(None, (ticket.due_at, ticket.react_by)):
            assert f"{moment.astimezone(MOSCOW):%-d ноября 2026, %-H:%M}" in told, changed
    assert len(set(Ticket.objects.values_list("due_at", flat=True))) == len(forms)


def test_own_fields_rules_and_the_first_stage_are_asked_too(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """In the order of registration: whom a routing rule gives it to, and where its route begins, decide about
    deadlines; a person's choice stays, a field that is wrong is nobody's word."""
    for key in ("sheets", "lines"):
        made.field(people.admin, key, "number")
    asked = {"field": "field.sheets", "op": "at_least", "values": [6]}
    set_up(people.admin, ROUTING_RULE, {"name": {"ru": "Кадрам"}, "condition": asked, "team": people.hr.pk})
    incident = TicketType.objects.get(code="incident")
    route = set_up(people.admin, ROUTE, {"name": {"ru": "Сбои"}, "types": [incident.pk]})
    set_up(people.admin, STAGE, {"name": {"ru": "Разбор"}, "route": route.pk, "team": people.front.pk})
    for minutes, about, op, value in (
        (60, "field.lines", "at_least", 6),
        (90, "stage", "one_of", Stage.objects.get().code),
        (120, "team", "one_of", people.hr.code),
    ):
        condition = {"field": about, "op": op, "values": [value]}
        sla_rule(people, office, f"За {minutes}", condition=condition, resolution=minutes)
    sla_rule(people, office, "Остальные", resolution=240)
    frozen_clock.set(moscow(20, 9, 0))
    desk = visitor(people.dispatcher)
    plain = fields_of(desk.get(NEW)) | {"subject": ["Вопрос"], "text": ["Не работает."]}
    forms = {
        "10:00": {"field.lines": ["6"]},
        "10:30": {"type": ["incident"]},
        "11:00": {"field.sheets": ["7"]},
        "13:00": {"field.sheets": ["7"], "assignee": [f"team:{people.it.code}"]},
    }
    for number, (due, changed) in enumerate(forms.items()):
        form = plain | changed | {"idempotency_key": [f"form-{number}"]}
        with unchanged():
            told = words_of(desk.post(f"{NEW}/promise", form))
        assert f"20 ноября 2026, {due}" in told, changed
        desk.post(NEW, form)
        ticket = Ticket.objects.latest("id")
        assert ticket.due_at is not None
        assert f"{ticket.due_at.astimezone(MOSCOW):%-H:%M}" == due
    assert "13:00" in words_of(desk.post(f"{NEW}/promise", plain | {"field.sheets": ["много"]}))


def test_nothing_is_foretold_without_rules(people: make.Cast) -> None:
    desk = visitor(people.agent)
    assert words_of(desk.post(f"{NEW}/promise", {"subject": "Вопрос"})).strip() == ""
    assert desk.get(f"{NEW}/promise").status_code == 405
