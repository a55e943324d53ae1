"""Cutting the log: by days, where what is no day is passed over; by kinds of things, all of them named."""

from __future__ import annotations

import re

import pytest

from otklik.channels.mail.commands import deactivate_mailbox
from otklik.core.configuring.shapes import known
from otklik.people.trail import kinds_of_log
from otklik.settings_ui.told import OTHERS, section_title
from tests import make
from tests.support.pages import text_of, visitor, words_of


@pytest.mark.parametrize(
    ("day", "passed_over"),
    [
        ("0001-01-01", True),
        ("1969-12-30", True),
        ("9999-01-01", True),
        ("9999-12-31", True),
        ("1970-01-01", False),
        ("9998-12-31", False),
    ],
)
def test_ends_of_the_calendar(people: make.Cast, day: str, passed_over: bool) -> None:
    """Moments that another zone or the database cannot hold: neither a fault of ours nor a bound."""
    deactivate_mailbox(people.admin, make.mailbox("support", team=people.it))
    page = visitor(people.admin).get("/settings/audit", {"kind": "account", "since": day, "until": day})
    assert page.status_code == 200
    assert ("support@" in words_of(page)) is passed_over


def test_every_kind_of_the_log_is_offered_under_its_section(people: make.Cast) -> None:
    """Those that no shape declares too; a kind without a section's name would be a fault of the page."""
    told = {kind for kind in kinds_of_log() if section_title(kind)}
    assert set(OTHERS) == told - set(known())
    page = text_of(visitor(people.admin).get("/settings/audit"))
    box = page[page.index('name="kind"') :]
    assert told == set(re.findall(r'<option value="([^"]+)"', box[: box.index("</select>")]))
