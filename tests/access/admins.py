"""Pages for administrators alone: name, method and address, status. And those of a ticket that ask rules."""

from __future__ import annotations

WHY = ("desk-why", "desk-why-not", "desk-letters")
ADMIN_PAGES: tuple[tuple[str, tuple[str, ...], int], ...] = (
    ("settings-trial", ("POST", "rules"), 422),
    ("settings-trial-progress", ("GET", "nothing"), 404),
    ("settings-trial-stop", ("POST", "nothing"), 404),
    ("settings-calendar-trial", ("POST",), 422),
    ("settings-calendar-trial-progress", ("GET", "nothing"), 404),
    ("settings-calendar-trial-stop", ("POST", "nothing"), 404),
    ("settings-rule-versions", ("GET", "rules", "sla_rule"), 200),
    ("settings-rule-restoring", ("POST", "rules", "sla_rule", "one"), 302),
    ("settings-taking-back", ("GET", "rules", "sla_rule"), 200),
    ("settings-ledger", ("GET",), 200),
    ("settings-ledger-line", ("GET", "nothing"), 404),
    ("settings-ledger-file", ("GET", "nothing"), 404),
    ("settings-ledger-again", ("POST", "nothing"), 404),
    ("settings-ledger-ticket", ("POST", "nothing"), 404),
    ("settings-ledger-attachment", ("POST", "nothing"), 404),
    ("settings-ledger-removal", ("POST", "nothing"), 404),
    ("settings-ledger-sender", ("POST", "nothing"), 404),
)
