"""Why?, why not? and versions: the rule as it was, the values seen then, the way back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from otklik.automation.explaining.versions import bring_back, versions_of
from otklik.automation.explaining.why import why, why_field
from otklik.automation.explaining.why_not import Verdict, why_not
from otklik.catalogue.queries import catalogue
from otklik.core.errors import Denied, Invalid, NotFound
from otklik.core.models import Event
from otklik.people.commands import change_set_up, hide_set_up, set_up
from otklik.rules.differences import Mark, marked
from otklik.rules.models import RuleVersion
from otklik.sla.models import SlaRule
from otklik.sla.shapes import SLA_RULE
from otklik.tickets import commands
from otklik.tickets.commands import Edit
from tests import make
from tests.support.pages import ru, visitor, words_of
from tests.support.writes import unchanged


def asked(field: str, *values: object, op: str = "one_of") -> dict[str, object]:
    return {"field": field, "op": op, "values": list(values)}


def sla_rule(people: make.Cast, name: str, *questions: object, minutes: int = 60, **more: object) -> SlaRule:
    values = {"name": {"ru": name}, "condition": {"all": list(questions)}, "resolution": minutes, **more}
    return set_up(people.admin, SLA_RULE, values)


@pytest.fixture
def urgent(people: make.Cast) -> SlaRule:
    """For urgent tickets of a text with the word, behind one for another way in."""
    sla_rule(people, "По телефону", asked("via", "phone"))
    words = {"any": [asked("text", "касса", "чек"), asked("team", "hr")]}
    return sla_rule(people, "Касса стоит", asked("priority", "normal", "high"), words)


def test_why_tells_the_version_and_the_values_of_then(people: make.Cast, urgent: SlaRule) -> None:
    ticket = make.ticket(people.client, "Кассы не работают", team=people.it)
    planned = Event.objects.get(kind="ticket.planned")
    assert planned.data["seen"] == {"priority": "normal", "text": ["касса"]}
    priority = next(p for p in catalogue().priorities.values() if p.code == "low")
    commands.edit(people.admin, ticket, Edit(priority=priority))
    change_set_up(people.admin, SLA_RULE, urgent, {"condition": {"all": [asked("priority", "low")]}})
    _ticket, deeds = why(people.agent, ticket.number)
    deed = next(deed for deed in deeds if deed.event.pk == planned.pk)
    assert deed.ruling is not None
    assert (str(deed.ruling.name), deed.ruling.version.number, deed.ruling.current) == ("Касса стоит", 1, 2)
    told = [(line.asked, line.seen, line.held, line.kept) for line in deed.lines if line.question]
    assert [line[2:] for line in told] == [(True, True), (True, True), (False, False)]
    assert told[1][1] == "«касса»"
    assert why_field(people.agent, ticket.number, "assignee")[1] is None
    with pytest.raises(NotFound):
        why(people.outsider, ticket.number)
    with pytest.raises(NotFound):
        why(people.client, ticket.number)


def test_why_not_names_what_failed_and_what_came_first(people: make.Cast, urgent: SlaRule) -> None:
    last = sla_rule(people, "Все", minutes=90)
    off = sla_rule(people, "Выключено", asked("team", "it"), enabled=False)
    broken = sla_rule(people, "Старое", asked("team", "hr"))
    SlaRule.objects.filter(pk=broken.pk).update(condition={"all": [asked("team", "gone")]})
    change_set_up(people.admin, SLA_RULE, off, {"about": "Ночью"})
    ticket = make.ticket(people.client, "Кассы не работают", team=people.it)
    answers = {str(one.rule.name): one for one in why_not(people.agent, ticket.number, "sla").answers}
    assert {name: one.verdict for name, one in answers.items()} == {
        "По телефону": Verdict.FAILED,
        "Касса стоит": Verdict.TAKEN,
        "Все": Verdict.COVERED,
        "Выключено": Verdict.OFF,
        "Старое": Verdict.BROKEN,
    }
    assert [line.question.field for line in answers["По телефону"].failed if line.question] == ["via"]
    winner = answers["Все"].winner
    assert winner is not None
    assert winner.pk == urgent.pk
    only = why_not(people.agent, ticket.number, "sla", str(last.uid))
    assert [one.place for one in only.answers] == [3]
    for number, table in (("INC0", "sla"), (ticket.number, "nothing")):
        with pytest.raises(NotFound):
            why_not(people.agent, number, table)


def test_the_card_asks_and_the_pages_answer(people: make.Cast, urgent: SlaRule) -> None:
    ticket = make.ticket(people.client, "Кассы не работают", team=people.it)
    planned = Event.objects.get(kind="ticket.planned")
    page = reverse("desk-why", args=[ticket.number])
    card = visitor(people.agent).get(reverse("desk-ticket", args=[ticket.number]))
    assert f"{page}?event={planned.pk}" in card.content.decode()
    box = visitor(people.agent, script=True).get(page, {"of": "due_at"})
    assert 'popover role="dialog"' in box.content.decode()
    assert "Касса стоит" in words_of(box)
    rule_page = reverse("settings-sla-edit", args=[urgent.uid])
    assert rule_page not in box.content.decode()
    whole = visitor(people.admin).get(page)
    assert rule_page in whole.content.decode()
    other = visitor(people.agent).get(
        reverse("desk-why-not", args=[ticket.number]), {"q": "телефон", "table": "sla"}
    )
    assert ru("It does not hold:") in words_of(other)
    assert "Касса стоит" not in words_of(other)
    assert visitor(people.agent).get(page, {"of": "nothing"}).status_code == 404


def test_versions_tell_the_difference_and_come_back(people: make.Cast, urgent: SlaRule) -> None:
    change_set_up(people.admin, SLA_RULE, urgent, {"resolution": 120})
    change_set_up(people.admin, SLA_RULE, urgent, {"name": {"ru": "Иначе"}})
    _table, _rule, steps = versions_of(people.admin, "sla", str(urgent.uid))
    assert [(step.version.number, step.is_current) for step in steps] == [(2, True), (1, False)]
    assert steps[0].event is not None
    assert steps[0].event.actor_id == people.admin.agent_id
    (difference,) = steps[0].differences
    gone = [piece.text for piece in difference.pieces if piece.mark is Mark.GONE]
    assert (gone, len(steps[1].differences)) == (["1"], 2)
    page = reverse("settings-rule-versions", args=["sla", urgent.uid])
    answer = visitor(people.admin).post(f"{page}/1/restoring")
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    urgent.refresh_from_db()
    assert (urgent.resolution, urgent.current and urgent.current.number) == (60, 3)
    assert str(urgent.name) == "Иначе"
    assert visitor(people.admin).get(page).status_code == 200
    with pytest.raises(Denied), unchanged():
        bring_back(people.agent, "sla", str(urgent.uid), 1)
    with pytest.raises(NotFound):
        bring_back(people.admin, "sla", str(urgent.uid), 9)
    version = RuleVersion.objects.get(rule_id=urgent.pk, number=2)
    RuleVersion.objects.filter(pk=version.pk).update(body=version.body | {"condition": {"all": [asked("x")]}})
    with pytest.raises(Invalid), unchanged():
        bring_back(people.admin, "sla", str(urgent.uid), 2)


def test_a_rule_that_was_hidden_still_explains(people: make.Cast, urgent: SlaRule) -> None:
    ticket = make.ticket(people.client, "Кассы не работают", team=people.it)
    hide_set_up(people.admin, SLA_RULE, urgent)
    page = words_of(visitor(people.agent).get(reverse("desk-why", args=[ticket.number])))
    assert ru("switched off since") in page


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("In 4 h", "In 8 h", [(Mark.SAME, "In "), (Mark.GONE, "4"), (Mark.NEW, "8"), (Mark.SAME, " h")]),
        ("", "new", [(Mark.NEW, "new")]),
        ("same", "same", [(Mark.SAME, "same")]),
        ("is “A b”", "is “A c”", [(Mark.SAME, "is "), (Mark.GONE, "“A b”"), (Mark.NEW, "“A c”")]),
    ],
)
def test_sentences_are_told_apart_word_by_word(before: str, after: str, pieces: list[object]) -> None:
    assert list(marked(before, after)) == pieces
