"""Rules in words, for pages and for programs: a whole list of them asks for names once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext as _

from otklik.automation.actions import steps
from otklik.automation.routing_table import faults_of_result
from otklik.automation.triggers.shape import EVENTS, SINCES
from otklik.automation.triggers.table import faults_of_steps
from otklik.core.configuring.durations import spell
from otklik.organisation.calendars import calendar_of
from otklik.people.queries import staff
from otklik.rules.conditions import Group
from otklik.rules.matching import faults_of
from otklik.rules.sentences import Names, clause, names_in, quoted, said, sentence
from otklik.rules.stored import Fault, Malformed, read

if TYPE_CHECKING:
    from otklik.automation.models import RoutingRule, Trigger
    from otklik.rules.models import OrderedRule
    from otklik.sla.models import SlaRule

    Rule = TypeVar("Rule", bound=OrderedRule)


@dataclass(frozen=True)
class Told:
    """A rule in words: for which tickets (`when`), what it does, and what keeps it from being asked.
    `is_for_all`: it asks nothing."""

    when: str
    then: str
    broken: str = ""
    is_for_all: bool = False

    @property
    def whole(self) -> str:
        """In one line; of a rule that cannot be asked, why."""
        if self.broken:
            return _("Out of use: %(why)s") % {"why": self.broken}
        return _("%(when)s: %(then)s") % {"when": self.when, "then": self.then}


def sla_told(rows: Sequence[SlaRule]) -> list[Told]:
    """SLA rules: `first answer within 30 min, done within 4 h`."""
    return _told(rows, promised, _nothing_more)


def routing_told(rows: Sequence[RoutingRule]) -> list[Told]:
    """Routing rules: `to the team “Network”, followed by Elena Belova`."""
    return _told(rows, given, faults_of_result)


def triggers_told(rows: Sequence[Trigger]) -> list[Told]:
    """Triggers: `when the client wrote, Status is “On hold”: status “In progress”`."""
    found = _told(rows, done_by, faults_of_steps, with_event=True)
    return [replace(one, when=_answering(row, one)) for row, one in zip(rows, found, strict=True)]


def done_by(trigger: Trigger) -> str:
    """What a trigger does."""
    return steps.sentence(trigger.actions)


def moments_in_words(trigger: Trigger) -> str:
    """What a trigger answers: `the client wrote, or 24 h since it came into its status`."""
    said = [str(words) for moment, words in EVENTS.items() if moment in trigger.events]
    since = next((words for since, words in SINCES.items() if since == trigger.since), "")
    if since and trigger.after:
        said.append(_("%(time)s have passed %(since)s") % {"time": spell(trigger.after), "since": since})
    return _(", or ").join(said)


def _answering(trigger: Trigger, told: Told) -> str:
    moments = moments_in_words(trigger)
    if told.is_for_all or not told.when:
        return moments
    return _("%(event)s, and %(condition)s") % {"event": moments, "condition": told.when}


def sentences_of(rows: Sequence[OrderedRule]) -> list[str]:
    """The condition of each in words; of one that cannot be read, why."""
    return [_begun(one.when) or one.broken for one in _told(rows, lambda _row: "", _nothing_more)]


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def promised(rule: SlaRule) -> str:
    """What an SLA rule promises."""
    found = []
    if rule.reaction is not None:
        found.append(_("first answer within %(time)s") % {"time": spell(rule.reaction)})
    if rule.resolution is not None:
        found.append(_("done within %(time)s") % {"time": spell(rule.resolution)})
    if rule.answer is not None:
        found.append(_("later answers within %(time)s") % {"time": spell(rule.answer)})
    if rule.calendar_id is not None:
        found.append(_("by the working time “%(name)s”") % {"name": calendar_of(rule.calendar_id).name})
    if rule.company_zone:
        found.append(_("in the time zone of the client's company"))
    return ", ".join(found)


def given(rule: RoutingRule) -> str:
    """Whose a ticket becomes and who follows it."""
    people = staff()
    team, agent = people.teams.get(rule.team_id or 0), people.agents.get(rule.agent_id or 0)
    found = [_("to the team “%(name)s”") % {"name": team.name}] if team else []
    if agent:
        found.append(_("to %(name)s") % {"name": agent.name})
    teams = (people.teams.get(pk) for pk in rule.observer_teams)
    agents = (people.agents.get(pk) for pk in rule.observer_agents)
    followers = [quoted(one.name) for one in teams if one]
    followers += [one.name for one in agents if one]
    if followers:
        found.append(_("followed by %(names)s") % {"names": ", ".join(followers)})
    return ", ".join(found)


def _told(
    rows: Sequence[Rule],
    then: Callable[[Rule], str],
    also: Callable[[Rule], Iterable[Fault]],
    *,
    with_event: bool = False,
) -> list[Told]:
    conditions = [_condition_of(row) for row in rows]
    names = names_in(one for one in conditions if isinstance(one, Group))
    found = [_one(row, one, names, then, with_event) for row, one in zip(rows, conditions, strict=True)]
    return [_checked(one, also(row)) for row, one in zip(rows, found, strict=True)]


def _checked(told: Told, more: Iterable[Fault]) -> Told:
    """With what keeps its result from being done."""
    fault = next(iter(more), None)
    return told if told.broken or fault is None else replace(told, broken=said(fault))


def _condition_of(row: OrderedRule) -> Group | Fault:
    try:
        return read(row.condition)
    except Malformed as malformed:
        return malformed.fault


def _one(
    row: Rule,
    condition: Group | Fault,
    names: Names,
    then: Callable[[Rule], str],
    with_event: bool,
) -> Told:
    if isinstance(condition, Fault):
        return Told("", then(row), said(condition))
    faults = faults_of(condition, with_event=with_event)
    broken = said(faults[0]) if faults else ""
    return Told(_when(condition, names), then(row), broken, is_for_all=not condition.parts)


def _when(condition: Group, names: Names) -> str:
    return clause(condition, names) if condition.parts else sentence(condition)


def _nothing_more(_row: OrderedRule) -> Iterable[Fault]:
    return ()
