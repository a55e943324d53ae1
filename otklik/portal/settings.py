"""What an administrator sets about client pages (PORT-2)."""

from __future__ import annotations

from otklik.organisation.settings import declare

SHOW_ASSIGNEE = declare("portal.show_assignee", False, "Clients see who works on their request, by name.")
ASK_TYPE = declare("portal.ask_type", False, "Clients choose the type of a new request.")
ASK_PRIORITY = declare("portal.ask_priority", False, "Clients choose how urgent a new request is.")
ASK_CATEGORIES = declare(
    "portal.ask_categories", True, "Clients choose among the categories the service proposes."
)
