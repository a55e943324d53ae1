"""By when the demo's service centre answers and is done: SLA rules by urgency."""

from __future__ import annotations

from datetime import timedelta

from otklik.cli.demo.schedule import ALLOWED
from otklik.core.actors import SYSTEM as BY
from otklik.core.configuring.rows import make
from otklik.sla.shapes import SLA_RULE

NAMES = {
    "immediate": ("Критические", "Critical", 15),
    "high": ("Срочные", "Urgent", 60),
    "low": ("Не к спеху", "No hurry", 9 * 60),
    "": ("Все остальные", "Everything else", 4 * 60),
}
"""By the code of the urgency (empty: every other one): the rule's name, minutes to the first answer."""
_MINUTE = timedelta(minutes=1)


def promise() -> None:
    """The rules, in their order; later answers are promised like the first."""
    for code, (ru, en, answer) in NAMES.items():
        asked = [{"field": "priority", "op": "one_of", "values": [code]}] if code else []
        values = {
            "name": {"ru": ru, "en": en},
            "condition": {"all": asked},
            "reaction": answer,
            "answer": answer,
            "resolution": ALLOWED[code or "normal"] // _MINUTE,
        }
        make(BY, SLA_RULE, values)
