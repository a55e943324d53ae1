"""What was meant when the other keyboard layout was on."""

from __future__ import annotations

import pytest

from otklik.core.layouts import other_layout


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rfccf", "касса"),
        ("Rfccf yt ,m`n xtrb", "Касса не бьёт чеки"),
        ("jnkj;bnm lj gjytltkmybrf", "отложить до понедельника"),
        ("ызфь", "spam"),
        ("ШТС42", "INC42"),
        ("ыефегыЖщзут", "status:open"),
        ("Ю ", "> "),
        ("касса vpn", ""),
        ("42", ""),
        ("", ""),
    ],
)
def test_the_same_keys_in_the_other_layout(typed: str, meant: str) -> None:
    assert other_layout(typed) == meant
