"""Canned replies as the words of answers and notes that rules and macros write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from otklik.automation.actions.writing import TextSource, lend_texts
from otklik.canned.queries import shared_replies
from otklik.core.configuring.kinds import Option


def _options() -> Sequence[Option]:
    """Those of everybody and of teams; one's own are nobody else's."""
    return [Option(uid, str(row.name), row.hidden) for uid, row in shared_replies().items()]


def _texts(uid: str) -> Mapping[str, str] | None:
    row = shared_replies().get(uid)
    return dict(row.text.texts) if row is not None else None


lend_texts(TextSource(_options, _texts))
