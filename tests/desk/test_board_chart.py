"""Where the bars of the board stand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from otklik.desk.board_chart import BASE, TOP, chart_of
from otklik.tickets.queries.daily import Day

MONDAY = date(2026, 11, 2)


def _days(*pairs: tuple[int, int]) -> list[Day]:
    return [Day(MONDAY + timedelta(days=n), *pair) for n, pair in enumerate(pairs)]


def test_bars_are_as_high_as_their_numbers() -> None:
    chart = chart_of(_days((0, 10), (40, 20), *[(5, 5)] * 8), lambda day: day.weekday() > 4, str)
    assert [bar.height for bar in chart.created[:3]] == ["0", "270", "33.8"]
    assert [bar.height for bar in chart.resolved[:2]] == ["67.5", "135"]
    assert (chart.created[1].x, chart.created[1].y, chart.created[1].width) == ("11.20%", str(TOP), "3.60%")
    assert chart.rules == [("218.5", "10"), ("151", "20"), ("83.5", "30"), (str(TOP), "40")]
    assert [bar.x for bar in chart.off] == ["50.00%", "60.00%"]
    assert chart.names == [("5.00%", "2026-11-02")], "the last three leave room for today"
    assert chart.highest == ("13.00%", "11", "40")


@pytest.mark.parametrize(("most", "step"), [(0, 1), (1, 1), (5, 2), (9, 5), (38, 10), (101, 50), (2000, 500)])
def test_lines_are_few_and_round(most: int, step: int) -> None:
    rules = chart_of(_days((most, 0), (0, 0)), lambda _day: False, str).rules
    assert rules[0][1] == str(step)
    assert len(rules) <= 4
    assert int(rules[-1][1]) >= most


def test_nothing_is_drawn_of_an_empty_month() -> None:
    chart = chart_of(_days(*[(0, 0)] * 30), lambda _day: False, str)
    assert {bar.height for bar in (*chart.created, *chart.resolved)} == {"0"}
    assert chart.highest[2] == ""
    assert chart.rules == [(str(TOP), "1")]
    assert BASE > TOP
