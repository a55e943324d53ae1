"""What stands above a list about keeping it: save it as a view, keep a view as it is now; and what a view
asks for that is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from otklik.desk.chips import label_of, offers
from otklik.desk.list_address import is_changed, link_to
from otklik.people.actor import Actor
from otklik.tickets import sharing
from otklik.tickets.queries import ORDERS, ListQuery
from otklik.tickets.queries.filtering import filters_from
from otklik.tickets.queries.missing import missing
from otklik.web.addresses import address, address_of_page


@dataclass(frozen=True)
class Keeping:
    """Addresses, empty where there is nothing to press: of the form of a new view, of keeping the open view
    as it is now, of its own page. `gone`: names of filters that can find nothing; `mended_url`: without
    them."""

    save_url: str = ""
    is_another: bool = False
    update_url: str = ""
    version: int = 0
    own_url: str = ""
    gone: Sequence[str] = ()
    mended_url: str = ""


_NOTHING = Keeping()


def keeping(actor: Actor, query: ListQuery, here: Mapping[str, str]) -> Keeping:
    """For this list and its address. Asks the database nothing."""
    saved = query.saved
    if saved is None:
        if not query.filters.active and query.sort not in ORDERS:
            return _NOTHING
        return Keeping(save_url=f"{address_of_page('desk-view-new')}?{urlencode(here)}")
    may_change = sharing.may_change(actor, saved, saved.teams)
    lost = missing(actor, query.filters)
    is_other = is_changed(query) and not lost
    changes = urlencode(here)
    return Keeping(
        save_url=f"{address_of_page('desk-view-new')}?{changes}" if is_other else "",
        is_another=True,
        update_url=_page("desk-view-query", saved.uid, changes) if is_other and may_change else "",
        version=saved.version,
        own_url=_page("desk-view", saved.uid) if may_change else "",
        gone=[_label(actor, name) for name in lost],
        mended_url=_without(query, lost) if lost else "",
    )


def _without(query: ListQuery, names: Sequence[str]) -> str:
    left = {name: value for name, value in query.filters.active.items() if name not in names}
    return link_to(query, filters=filters_from(lambda name, nothing: left.get(name, nothing), left), after="")


def _label(actor: Actor, name: str) -> str:
    return label_of(next((one for one in offers(actor) if one.field == name), None), name)


def _page(name: str, uid: str, query: str = "") -> str:
    return address(name, [uid]) + (f"?{query}" if query else "")
