"""What two hundred triggers cost a ticket."""

from __future__ import annotations

import sys
from types import FrameType

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.automation.test_triggers import one_of, trigger

EACH = 40
"""So many calls of functions a trigger that does not hold may cost; a registration takes thousands."""


def test_two_hundred_cost_no_query_and_few_calls(people: make.Cast) -> None:
    """A registration asks as much of the database with 200 triggers that do not hold as with one. Time itself
    is measured by `make bench` (`register-ruled`)."""
    deeds = [{"do": "priority", "priority": "high"}]
    asked = (one_of("company", str(people.other_company.uid)), one_of("text", "наводнение", "пожар"))
    trigger(people, "Первый", deeds, {"all": list(asked)}, events=["created", "status"])
    one, few = _cost(people)
    for number in range(199):
        condition = {"any": [*asked, one_of("subject", f"слово{number}")]}
        trigger(people, f"Правило {number}", deeds, condition, events=["created", "status"])
    many, all_of = _cost(people)
    assert all_of == few
    assert many - one < 199 * EACH


def _cost(people: make.Cast) -> tuple[int, int]:
    """Calls of Python functions of a registration, and its queries; the tables in memory are warm."""
    make.ticket(people.client)
    calls = 0

    def count(_frame: FrameType, what: str, _about: object) -> None:
        nonlocal calls
        calls += what == "call"

    sys.setprofile(count)
    try:
        make.ticket(people.client)
    finally:
        sys.setprofile(None)
    with CaptureQueriesContext(connection) as queries:
        make.ticket(people.client)
    return calls, len(queries)
