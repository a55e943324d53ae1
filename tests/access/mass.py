"""Pages of mass messages: name, method, address, status; for whoever may send them."""

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
    ("desk-mailing-move", "POST", ("nothing", "place"), 404),
)
