"""Routing rules many desks begin with: proposed where routing is set up, made by one press each, switched
off until somebody has looked at them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from otklik.automation.routing_shape import ROUTING_RULE
from otklik.catalogue.queries import catalogue
from otklik.core.translated import Translated, translated
from otklik.people.actor import Actor
from otklik.people.commands import all_set_up
from otklik.people.queries import staff
from otklik.settings_ui.proposals import Proposal

if TYPE_CHECKING:
    from otklik.automation.models import RoutingRule
    from otklik.people.models import Team

Asked = Mapping[str, object]


def proposed(actor: Actor) -> Sequence[Proposal]:
    """Those whose name no rule has yet; of what the catalogue does not have, none."""
    teams = staff().open_teams()
    if not teams:
        return []
    rows = cast("Sequence[RoutingRule]", all_set_up(actor, ROUTING_RULE))
    taken = {words for row in rows for words in row.name.texts.values()}
    return [one for one in _ready(teams) if not taken & set(one.name.texts.values())]


def _ready(teams: Sequence[Team]) -> Iterator[Proposal]:
    first = next((team for team in teams if team.is_dispatch), teams[0])
    second = next((team for team in teams if team.pk != first.pk), first)
    known = catalogue()
    if any(row.code == "immediate" and not row.hidden for row in known.priorities.values()):
        name = translated(ru="Критическое — сразу специалистам", en="Critical: straight to specialists")
        note = translated(
            ru="Самое срочное минует диспетчеров.", en="The most urgent does not wait for dispatchers."
        )
        yield _proposal("critical", name, note, [_one_of("priority", "immediate")], {"team": second.pk})
    category = next((row for row in known.company_categories.values() if not row.hidden), None)
    if category is not None:
        name = translated(ru="Важные клиенты — под наблюдением", en="Important clients are followed")
        note = translated(
            ru="За их заявками следит и первая линия.", en="The first line follows their tickets, too."
        )
        asked = [_one_of("company_category", category.code)]
        yield _proposal("clients", name, note, asked, {"observer_teams": [first.pk]})
    name = translated(ru="Ночью и в выходные — дежурным", en="Nights and weekends to those on duty")
    note = translated(ru="Что пришло в нерабочее время.", en="What comes outside working time.")
    yield _proposal("night", name, note, [{"field": "working_time", "op": "no"}], {"team": first.pk})
    name = translated(ru="Касса не работает — вперёд остальных", en="A dead cash register goes first")
    note = translated(ru="По словам темы или текста.", en="By words of the subject or the text.")
    words = _one_of("text", "касса не работает", "не печатает чек", "cash register")
    yield _proposal("words", name, note, [words], {"team": second.pk})
    name = translated(ru="Всё остальное — первой линии", en="Everything else to the first line")
    note = translated(ru="Последним: что не забрали правила выше.", en="Last: what no rule above has taken.")
    yield _proposal("rest", name, note, [], {"team": first.pk})


def _one_of(field: str, *values: str) -> Asked:
    return {"field": field, "op": "one_of", "values": list(values)}


def _proposal(
    key: str, name: Translated, note: Translated, asked: Sequence[Asked], gives: Mapping[str, object]
) -> Proposal:
    values = {"name": name.texts, "condition": {"all": list(asked)}, "enabled": False, **gives}
    return Proposal(key, name, note, values)
