"""Pages of links, steps and merges: name, method, kind of argument, status, whether the ticket counts."""

from __future__ import annotations

JOINED: tuple[tuple[str, str, str, int, bool], ...] = (
    ("desk-unbind", "POST", "number", 409, True),
    ("desk-join", "GET", "number", 200, True),
    ("desk-processing", "POST", "number", 204, True),
    ("desk-processing-return", "POST", "number", 409, True),
    ("desk-unlink", "POST", "number", 422, True),
    ("desk-close-children", "POST", "number", 302, True),
    ("desk-ticket-merge", "GET", "number", 200, True),
    ("desk-ticket-split", "GET", "number", 200, True),
    ("desk-step", "GET", "nothing", 404, False),
    ("desk-step-undo", "POST", "nothing", 404, False),
)
