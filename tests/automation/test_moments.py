"""What an event is to triggers."""

from __future__ import annotations

from otklik.automation.triggers.moments import Moment, Since, moments_of, starts_of


def test_what_an_event_is_to_triggers() -> None:
    """By its kind, what it changed and what it says."""
    table: list[tuple[str, list[str], dict[str, object], bool, set[Moment]]] = [
        ("ticket.registered", [], {}, True, {Moment.CREATED}),
        ("ticket.registered", ["team"], {}, True, {Moment.CREATED, Moment.ASSIGNED}),
        ("message.received", [], {"automatic": False}, True, {Moment.CLIENT}),
        ("message.received", [], {"automatic": True}, True, set()),
        ("message.received", [], {}, False, set()),
        ("reply.sent", [], {}, True, {Moment.AGENT}),
        ("ticket.taken", ["assignee", "status"], {}, True, {Moment.ASSIGNED, Moment.CHANGED, Moment.STATUS}),
        ("ticket.edited", ["field.room"], {}, True, {Moment.CHANGED}),
        ("ticket.rated", ["rating"], {}, True, {Moment.RATED, Moment.CHANGED}),
        ("sla.warned", [], {}, False, {Moment.WARNED}),
        ("ticket.stage_changed", ["stage"], {}, False, {Moment.STAGE, Moment.CHANGED}),
        ("ticket.merged", [], {"other": 1}, False, {Moment.MERGED}),
        ("ticket.merged", ["status"], {"into": 1}, False, set()),
        ("ticket.undone", ["status"], {}, False, {Moment.UNDONE, Moment.CHANGED, Moment.STATUS}),
        ("ticket.planned", ["due_at"], {}, True, {Moment.CHANGED}),
    ]
    for kind, changed, data, is_public, found in table:
        assert moments_of(kind, changed, data, is_public=is_public) == found, kind
    assert starts_of(frozenset({Moment.CREATED})) == {Since.CREATED, Since.STATUS, Since.CLIENT}
    assert starts_of(frozenset({Moment.AGENT, Moment.CHANGED})) == {Since.AGENT}
    assert starts_of(frozenset({Moment.STAGE, Moment.ASSIGNED})) == {Since.STAGE, Since.ASSIGNED}
