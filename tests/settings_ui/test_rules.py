"""The page of rules: what each does and how often, its switch, its copy, its order, and what it costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.automation.models import RoutingRule
from otklik.automation.routing_shape import ROUTING_RULE
from otklik.core import clock
from otklik.core.models import Event
from otklik.people.commands.configure import hide_set_up, set_up
from otklik.people.shapes import TEAM
from otklik.rules.commands.failing import note_failure
from otklik.rules.models import RuleTrouble
from otklik.rules.queries import fired
from otklik.sla.models import SlaRule
from otklik.sla.shapes import SLA_RULE
from otklik.web.setting_up import COMPANY_CATEGORY
from tests import make
from tests.support.pages import ru, text_of, visitor, words_of
from tests.support.writes import recorded

ROUTING = "/settings/routing"


def routing(people: make.Cast, name: str, **values: object) -> RoutingRule:
    whole = {"name": {"ru": name, "en": f"{name} in English"}, "team": people.it.pk, **values}
    return set_up(people.admin, ROUTING_RULE, whole)


def test_every_table_with_what_its_rules_do(people: make.Cast) -> None:
    """Each rule in a sentence, how often it decided, those switched off and broken."""
    company = {"field": "company", "op": "one_of", "values": [str(people.company.uid)]}
    routing(people, "Альфа", condition=company)
    routing(people, "Кадры", team=people.hr.pk)
    set_up(people.admin, SLA_RULE, {"name": {"ru": "Срок"}, "resolution": 60, "enabled": False})
    for _n in range(2):
        make.ticket(people.client)
    people.hr.members.clear()
    hide_set_up(people.admin, TEAM, people.hr)
    page = visitor(people.admin).get("/settings/rules")
    said = words_of(page)
    assert f"{ru('If')} компания: «ООО „Альфа“», {ru('then')} группе «Группа it»." in said
    assert "2 раза за 30 дней" in said
    assert ru("Out of use: %(why)s", why="«Группа hr» больше не работает") in said
    assert ru("switched off") in said
    assert ru("%(n)s, in force %(on)s", n=3, on=1) in said
    one = words_of(visitor(people.admin).get("/settings/sla"))
    assert "Срок" in one
    assert "Кадры" not in one
    assert "Альфа" in words_of(visitor(people.admin).get("/settings/rules", {"q": "компания"}))


def test_behind_a_rule_for_every_ticket_no_turn_comes(people: make.Cast) -> None:
    """Said of those that are asked, not of one that is switched off nor where every rule that fits acts."""
    routing(people, "Важные", condition={"field": "priority", "op": "one_of", "values": ["high"]})
    routing(people, "Любые")
    routing(people, "Забытое")
    routing(people, "Выключено", enabled=False)
    said = words_of(visitor(people.admin).get(ROUTING))
    never = ru("Its turn never comes: “%(rule)s” above takes every ticket. Move it up.", rule="Любые")
    assert said.count(never) == 1
    assert said.index("Забытое") < said.index(never) < said.index("Выключено")


def test_the_switch_in_its_place(people: make.Cast) -> None:
    """Back on the same page, at the same rule; said in the log as every change."""
    rule = routing(people, "Все")
    admin = visitor(people.admin)
    with recorded() as events:
        answer = admin.post(f"{ROUTING}/{rule.uid}/enabled", {"enabled": "0", "next": "/settings/rules"})
    assert answer.headers["Location"] == f"/settings/rules#rule-{rule.uid}"
    assert [(event.kind, event.changes) for event in events] == [
        ("routing_rule.changed", [{"field": "enabled", "from": True, "to": False}])
    ]
    admin.post(f"{ROUTING}/{rule.uid}/enabled", {"enabled": "1", "next": "https://evil.test/"})
    assert RoutingRule.objects.get().enabled


def test_a_copy_stands_behind_switched_off(people: make.Cast) -> None:
    """With everything else the same."""
    asked = {"all": [{"field": "via", "op": "one_of", "values": ["mail"]}]}
    first, last = routing(people, "Почта", condition=asked), routing(people, "Все")
    answer = visitor(people.admin).post(f"{ROUTING}/{first.uid}/copy")
    one, copy, two = RoutingRule.objects.order_by("position")
    assert (one.pk, two.pk) == (first.pk, last.pk)
    assert answer.headers["Location"] == f"{ROUTING}/{copy.uid}"
    assert copy.name.texts == {"ru": "Почта (копия)", "en": "Почта in English (copy)"}
    assert (copy.enabled, copy.condition, copy.team_id) == (False, asked, people.it.pk)


def test_how_often_is_bounded_and_of_late(people: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two steps of one decision are one time; what is older than asked for is not counted."""
    rule = routing(people, "Все", observer_teams=[people.hr.pk])
    for _n in range(3):
        make.ticket(people.client)
    assert Event.objects.filter(rule_version_id=rule.current_id).count() == 6
    since = clock.now() - timedelta(days=30)
    assert fired(people.admin, "routing", since) == {rule.pk: 3}
    assert fired(people.admin, "sla", since) == {}
    assert fired(people.lead, "routing", since) == {}
    assert fired(people.admin, "routing", clock.now() + timedelta(days=1)) == {rule.pk: 0}
    monkeypatch.setattr("otklik.rules.queries.COUNTED", 2)
    assert fired(people.admin, "routing", since)[rule.pk] <= 2


def test_what_went_wrong_is_shown(people: make.Cast) -> None:
    """Until somebody saves the rule."""
    rule = routing(people, "Все")
    note_failure(rule, ValueError("в поле буква"))
    admin = visitor(people.admin)
    assert "ValueError: в поле буква" in words_of(admin.get(ROUTING))
    admin.post(f"{ROUTING}/{rule.uid}/enabled", {"enabled": "0"})
    assert not RuleTrouble.objects.exists()


@pytest.mark.parametrize("address", ["/settings/rules", f"{ROUTING}/new"])
def test_fifty_rules_ask_as_much_as_one(people: make.Cast, address: str) -> None:
    """Though each names another company."""
    admin = visitor(people.admin)

    def cost() -> int:
        admin.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert admin.get(address).status_code == 200
        return len(asked)

    def more(number: int) -> None:
        uid = str(make.company(f"ООО «Ещё {number}»").uid)
        condition = {"all": [{"field": "company", "op": "one_of", "values": [uid]}]}
        name = SLA_RULE.model(name=routing(people, f"Р{number}", condition=condition).name)
        SlaRule.objects.create(name=name.name, condition=condition, resolution=60)

    more(0)
    one = cost()
    for number in range(1, 20):
        more(number)
    assert cost() == one


def test_ready_rules_begin_switched_off(people: make.Cast) -> None:
    """Five of them; one press opens its form, saving it makes it."""
    admin = visitor(people.admin)
    set_up(people.admin, COMPANY_CATEGORY, {"name": {"ru": "Важные"}})
    assert text_of(admin.get(ROUTING)).count("?ready=") == 5
    form = admin.get(f"{ROUTING}/new?ready=night")
    assert 'name="enabled" value="1" checked' not in form.content.decode()
    assert "Ночью и в выходные" in form.content.decode()
