"""Answering with a page of a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from otklik.api.answers import answer
from otklik.api.schemas.pages import Listed, PageQuery
from otklik.core.paging import Page, decode, encode

Row = TypeVar("Row")


def listed(request: HttpRequest, page: Listed, after: str | None) -> HttpResponse:
    """The page, with the address of the next one inside it and as a `Link` (RFC 8288)."""
    if after is None:
        return answer(page)
    asked = request.GET.copy()
    asked["after"] = after
    address = f"{request.path}?{urlencode(list(asked.lists()), doseq=True)}"
    return answer(page.model_copy(update={"next": address}), headers={"Link": f'<{address}>; rel="next"'})


def page_of_small(rows: Sequence[Row], query: PageQuery, name: Callable[[Row], str]) -> Page[Row]:
    """A page of a small table that stands in memory, in its own order; `name` tells its rows apart.

    A row that has gone meanwhile ends the list.
    """
    begin = 0
    if query.after:
        (last,) = decode(query.after, 1)
        names = [name(row) for row in rows]
        begin = names.index(last) + 1 if isinstance(last, str) and last in names else len(names)
    page = rows[begin : begin + query.limit]
    return Page(page, encode([name(page[-1])]) if begin + query.limit < len(rows) else None)
