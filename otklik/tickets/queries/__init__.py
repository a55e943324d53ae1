"""Reads about tickets; every public one takes an actor."""

from otklik.tickets.queries.card import Card, FileRow, MessageRow, card, history, thread
from otklik.tickets.queries.counting import Counts, list_counts, view_counts
from otklik.tickets.queries.filtering import Filters
from otklik.tickets.queries.listing import ORDERS, ListQuery, ListRow, tickets_page
from otklik.tickets.queries.views import DEFAULT, VIEWS, View
from otklik.tickets.queries.workflow import Workflow, workflow

__all__ = [
    "DEFAULT",
    "ORDERS",
    "VIEWS",
    "Card",
    "Counts",
    "FileRow",
    "Filters",
    "ListQuery",
    "ListRow",
    "MessageRow",
    "View",
    "Workflow",
    "card",
    "history",
    "list_counts",
    "thread",
    "tickets_page",
    "view_counts",
    "workflow",
]
