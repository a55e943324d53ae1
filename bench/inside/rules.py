"""Twenty routing rules, twenty SLA rules and twenty triggers, each asked about something else.

`python -m bench.inside.rules [EACH]`, with the program's environment.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping

from django.db import transaction

from otklik.automation.routing_shape import ROUTING_RULE
from otklik.automation.triggers.shape import TRIGGER
from otklik.core.actors import SYSTEM as BY
from otklik.core.configuring.rows import make
from otklik.core.models import Job
from otklik.people.models import Team
from otklik.sla.rereading import NEXT
from otklik.sla.shapes import SLA_RULE

EACH = 20
_LOOK_AGAIN = 0.5
_WORDS = ("касса", "чек", "принтер", "склад", "пароль", "сервер", "почта", "терминал", "отчёт", "телефон")


def set_up(each: int = EACH) -> None:
    """Make so many rules of every table; the last of each holds for everything the ones above leave."""
    teams = list(Team.objects.order_by("pk"))
    with transaction.atomic():
        for number in range(each):
            is_last = number == each - 1
            asked: Mapping[str, object] = {"all": []} if is_last else condition(number)
            common = {"name": {"ru": f"Правило {number}", "en": f"Rule {number}"}, "condition": asked}
            team = teams[number % len(teams)]
            make(BY, ROUTING_RULE, {**common, "team": team.pk})
            make(BY, SLA_RULE, {**common, "reaction": 30 + number, "resolution": 240 + number})
            steps = [{"do": "priority", "priority": "normal"}]
            make(BY, TRIGGER, {**common, "events": ["created"], "actions": steps})


def condition(number: int) -> dict[str, object]:
    """Five questions about a ticket, of all kinds there are: words, choices, places, time."""
    words = [f"{_WORDS[number % len(_WORDS)]} {number}", f"{number} этаж"]
    return {
        "all": [
            {"field": "via", "op": "one_of", "values": ["mail", "api", "portal"]},
            {"field": "priority", "op": "none_of", "values": ["immediate"]},
            {
                "any": [
                    {"field": "text", "op": "one_of", "values": words},
                    {"field": "subject", "op": "one_of", "values": [f"заявка {number}"]},
                    {"all": [{"field": "working_time", "op": "no"}, {"field": "service", "op": "filled"}]},
                ]
            },
        ]
    }


def wait() -> None:
    """Until the worker has read every open ticket by the SLA rules."""
    while Job.objects.filter(key=NEXT).exists():
        time.sleep(_LOOK_AGAIN)


if __name__ == "__main__":
    set_up(int(sys.argv[1]) if len(sys.argv) > 1 else EACH)
    wait()
