"""Rows of the matrix about tickets that belong together and steps that can be undone: request, statuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.api.program import Answer, Program
from tests.api.world import World

Statuses = tuple[int, int, int, int, int, int]
OTHERS = (404, 403, 404, 403, 404)
"""What who is not at work on the ticket gets: outsider, client, colleague, manager, stranger."""


def _post(path: str, body: object) -> Callable[[Program, World], Answer]:
    return lambda p, w: p.post(path.format(w=w), body)


JOINED: Mapping[str, tuple[Callable[[Program, World], Answer], Statuses]] = {
    "make_ticket_of_message": (
        _post("/tickets/{w.number}/messages/{w.message}/actions/make-ticket", None),
        (409, *OTHERS),
    ),
    "open_ticket": (_post("/tickets/{w.number}/actions/open", None), (200, *OTHERS)),
    "leave_ticket": (_post("/tickets/{w.number}/actions/leave", None), (200, *OTHERS)),
    "return_ticket": (_post("/tickets/{w.number}/actions/return", None), (409, *OTHERS)),
    "add_link": (
        lambda p, w: p.post(f"/tickets/{w.number}/links", {"number": w.number, "kind": "related"}),
        (422, *OTHERS),
    ),
    "remove_link": (lambda p, w: p.delete(f"/tickets/{w.number}/links/related/{w.number}"), (204, *OTHERS)),
    "merge_tickets": (
        lambda p, w: p.post(f"/tickets/{w.number}/actions/merge", {"tickets": [w.number]}),
        (422, *OTHERS),
    ),
    "split_ticket": (
        lambda p, w: p.post(
            f"/tickets/{w.number}/actions/split", {"messages": [w.message], "subject": "Another question"}
        ),
        (422, *OTHERS),
    ),
    "change_tickets": (
        lambda p, w: p.post("/steps", {"tickets": [w.number], "priority": "high"}),
        (201, 201, 403, 403, 403, 403),
    ),
    "read_step": (lambda p, w: p.get(f"/steps/{w.agent}"), (404, 404, 403, 403, 403, 403)),
    "undo_step": (_post("/steps/{w.agent}/actions/undo", None), (404, 404, 403, 403, 403, 403)),
    "undo_for_ticket": (_post("/tickets/{w.number}/actions/undo", {}), (404, *OTHERS)),
}
