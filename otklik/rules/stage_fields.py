"""Where a ticket stands on its route, for conditions: there as long as there are routes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from otklik.core.configuring.kinds import Option
from otklik.rules.conditions import Fact, Kind
from otklik.rules.facts import TicketFacts
from otklik.rules.registry import RuleField, provide
from otklik.tickets.queries.routes import routes


def _options() -> Sequence[Option]:
    return [Option(one.code, f"{one.route}: {one.name}", one.hidden) for one in routes().stages.values()]


def _read(facts: TicketFacts) -> Fact:
    stage = routes().stages.get(facts.ticket.stage_id or 0)
    return stage.code if stage is not None else None


def _offered() -> Iterator[RuleField]:
    if routes().in_use:
        yield RuleField("stage", _("Stage"), Kind.CHOICE, _read, _("What it is"), _options)


provide(_offered)
