"""The log between two days: what is no day that anything happened on is passed over."""

from __future__ import annotations

import pytest

from otklik.channels.mail.commands import deactivate_mailbox
from tests import make
from tests.support.pages import visitor, words_of


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
