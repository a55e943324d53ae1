"""A client's requests: newest change first, own or the whole company's."""

from __future__ import annotations

from django.db.models import Q

from otklik.core.cursors import page_of
from otklik.core.paging import Page
from otklik.people.actor import Actor
from otklik.tickets.access import own_of, visible_to
from otklik.tickets.queries.listing import COLUMNS, ORDERS, ListRow

PAGE = 30


def requests_page(actor: Actor, *, own: bool, after: str = "", words: str = "") -> Page[ListRow]:
    """A page of the actor's requests; one query. `words`: a number, or the beginning of the subject."""
    order = ORDERS["updated"]
    tickets = own_of(actor) if own else visible_to(actor)
    if words:
        tickets = tickets.filter(Q(number=words.upper()) | Q(subject__startswith=words))
    if after:
        tickets = tickets.filter(order.behind(after))
    found = tickets.order_by(*order.expressions).values(*COLUMNS)[: PAGE + 1]
    return page_of([ListRow(**row) for row in found], order, PAGE)
