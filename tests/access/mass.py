"""Pages of mass messages and of canned replies for others: name, method, address, status; for whoever may
send and write them."""

from __future__ import annotations

MASS: tuple[tuple[str, str, tuple[str, ...], int], ...] = (
    ("desk-mailings", "GET", (), 200),
    ("desk-mailing-new", "GET", (), 200),
    ("desk-mailing-preview", "GET", (), 404),
    ("desk-mailing", "GET", ("nothing",), 404),
    ("desk-mailing-check", "POST", ("nothing",), 404),
    ("desk-mailing-start", "POST", ("nothing",), 404),
    ("desk-mailing-removal", "POST", ("nothing",), 404),
    ("desk-mailing-table", "GET", ("nothing", "form"), 404),
    ("desk-canned-reply", "GET", ("canned_reply",), 200),
    ("desk-canned-removal", "POST", ("canned_reply",), 302),
    ("desk-mailing-move", "POST", ("nothing", "place"), 404),
)

VIEWS = ("desk-views", "desk-view-new")
"""Pages of saved views for every employee."""
MACROS = ("desk-macros", "settings-own-macro-new", "desk-canned-replies", "desk-canned-new", *VIEWS)
"""And of macros and canned replies."""
SAID = ("desk-canned", "desk-ticket-macros")
"""The same about a ticket."""
OWN = (
    ("desk-macros-run", "POST", ()),
    ("settings-own-macro", "GET", ("nothing",)),
    ("settings-own-macro-removal", "POST", ("nothing",)),
)
"""About one macro: there is none."""
