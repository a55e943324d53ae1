"""The address of a list of tickets: what it means, and the addresses of the same list otherwise.

Of a saved view the address has its uid and what differs from it: `view=<uid>&status=open`; a filter it has
with nothing in it is taken out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from otklik.core.ids import is_uid
from otklik.people.actor import Actor
from otklik.tickets.queries import ORDERS, Filters, ListQuery
from otklik.tickets.queries.filtering import filters_from
from otklik.tickets.queries.saved_views import Saved, find_saved, narrowed
from otklik.web.addresses import address_of_page
from otklik.web.request import OtklikRequest


def query_of(request: OtklikRequest) -> ListQuery:
    """The list an address means; names that mean nothing are the delivered ones. `NotFound` for a saved view
    that is not open to the reader."""
    return query_from(request.actor, request.GET)


def query_from(actor: Actor, given: QueryDict) -> ListQuery:
    """The same by what stands in the address."""
    get, view = given.get, given.get("view", "")
    if is_uid(view):
        return _of_saved(find_saved(actor, view), given)
    return ListQuery(
        view=view,
        filters=filters_from(get, given),
        sort=get("sort", ""),
        after=get("after", ""),
    )


def _of_saved(saved: Saved, given: QueryDict) -> ListQuery:
    columns = given.get("columns", "").split(",") if "columns" in given else saved.columns
    return ListQuery(
        view=saved.base,
        filters=narrowed(saved.filters, given.get, given),
        sort=given.get("sort", saved.sort),
        after=given.get("after", ""),
        saved=saved,
        columns=tuple(code for code in columns if code),
    )


def address_of(query: ListQuery) -> dict[str, str]:
    """The parameters that make the same list again, without its place."""
    if query.saved is not None:
        return _changed_of(query, query.saved)
    return whole_address_of(query)


def whole_address_of(query: ListQuery) -> dict[str, str]:
    """The same without help of the saved view it began with."""
    address = {"view": query.the_view.code, **query.filters.active}
    return {**address, "sort": query.sort} if query.sort in ORDERS else address


def _changed_of(query: ListQuery, saved: Saved) -> dict[str, str]:
    was, now = saved.filters.active, query.filters.active
    names = [name for name in dict.fromkeys((*was, *now)) if was.get(name) != now.get(name)]
    address = {"view": saved.uid, **{name: now.get(name, "") for name in names}}
    if query.order != replace(query, sort=saved.sort).order:
        address["sort"] = query.sort
    if query.columns != saved.columns:
        address["columns"] = ",".join(query.columns)
    return address


def is_changed(query: ListQuery) -> bool:
    """Whether a saved view is looked at otherwise than it was kept."""
    return query.saved is not None and len(_changed_of(query, query.saved)) > 1


def link_to(query: ListQuery, **changes: object) -> str:
    """The address of the list with these changes."""
    wanted = replace(query, **changes)  # type: ignore[arg-type]
    address = address_of(wanted)
    if wanted.after:
        address["after"] = wanted.after
    return f"{address_of_page('desk-tickets')}?{urlencode(address)}"


def leaving_out(query: ListQuery, address: Mapping[str, str]) -> Callable[[str], str]:
    """What gives the address of the list without one of its filters."""

    def without(field: str) -> str:
        if query.saved is not None:
            return link_to(query, filters=query.filters.without(field), after="")
        rest = {name: value for name, value in address.items() if name != field}
        return f"{address_of_page('desk-tickets')}?{urlencode(rest)}"

    return without


def reset_url(query: ListQuery) -> str:
    """The list without filters; a saved view as it was kept."""
    if query.saved is not None:
        return f"{address_of_page('desk-tickets')}?{urlencode({'view': query.saved.uid})}"
    return link_to(replace(query, filters=Filters(), after=""))


def sorts_of(query: ListQuery) -> dict[str, str]:
    """The orders of this list by code, in words."""
    names = {
        "urgent": _("Urgent first"),
        "due": _("By due time"),
        "waiting": _("Waiting longest for us"),
        "updated": _("Newest change first"),
        "created": _("Newest first"),
    }
    if not query.the_view.over_open:
        names = {key: names[key] for key in ("updated", "created")}
    return names
