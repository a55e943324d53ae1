"""`/` and `/company`: requests in groups, in the client's words; open ones apart from completed ones."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.core.errors import NotFound
from otklik.people.actor import Actor
from otklik.portal.frame import portal_frame
from otklik.portal.narrowing import Narrowing, narrowing_of
from otklik.portal.request_row import Row, row_of
from otklik.search.queries import find
from otklik.tickets.enums import State
from otklik.tickets.queries.portal import RequestRow, requests_page, who_called_done
from otklik.web.addresses import address
from otklik.web.gates import client_page
from otklik.web.request import OtklikRequest

LAST_DONE = 3
"""Completed requests below the open ones; the rest is a press away."""
FOUND = 50
"""Of what a search finds so many are shown; more words find less."""


@dataclass(frozen=True)
class Group:
    """Rows under a heading; `goes_on`: the next page of the list continues it."""

    title: str
    id: str
    rows: Sequence[Row]
    count: str = ""
    note: str = ""
    more: str = ""
    goes_on: bool = False


@dataclass(frozen=True)
class Listed:
    """What a page of the list shows; `after` is the cursor of the next one. `waiting`: how many of one's own
    wait for the client, where the page holds all of them."""

    groups: Sequence[Group]
    after: str = ""
    is_cut: bool = False
    waiting: int | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing at all."""
        return not any(group.rows for group in self.groups)

    @property
    def only(self) -> str:
        """Where the one request is that there is; empty for nothing, and for more."""
        rows = [row for group in self.groups for row in group.rows]
        return rows[0].href if len(rows) == 1 and not self.is_cut else ""


@require_safe
@client_page
def mine(request: OtklikRequest) -> HttpResponse:
    """What I asked for, or others asked for me."""
    return _page(request, own=True)


@require_safe
@client_page
def company(request: OtklikRequest) -> HttpResponse:
    """What my company asked for; for those with that right, else 404."""
    if not request.actor.sees_others:
        raise NotFound(_("There is no such page, or it is not open to you."))
    return _page(request, own=False)


def _page(request: OtklikRequest, *, own: bool) -> HttpResponse:
    """Words that fit one request alone open it."""
    actor = request.actor
    here = address("portal" if own else "portal-company")
    narrowed = narrowing_of(request.GET.dict(), actor, here, own=own)
    listed = _listed(actor, narrowed)
    if narrowed.words and (only := listed.only):
        return HttpResponseRedirect(only)
    context = {
        "portal": portal_frame(actor, "mine" if own else "company", waiting=listed.waiting),
        "own": own,
        "n": narrowed,
        "listed": listed,
        "next_url": narrowed.url(after=listed.after) if listed.after else "",
    }
    return render(request, "portal/requests.html", context)


def _listed(actor: Actor, narrowed: Narrowing) -> Listed:
    if narrowed.words:
        return _found(actor, narrowed)
    asked = narrowed.asked
    page = requests_page(actor, asked)
    show = _Show(actor, narrowed.own, who_called_done(page.rows))
    if asked.closed:
        done = Group(_("Finished"), "done", show.rows(page.rows), goes_on=True)
        return Listed([done], page.after or "")
    whole = not (asked.after or page.after)
    groups = show.open_groups(page.rows, whole=whole)
    if not asked.after:
        last = requests_page(actor, replace(asked, closed=True, limit=LAST_DONE))
        more = narrowed.url(state="closed") if last.after else ""
        groups.append(Group(_("Finished"), "done", show.rows(last.rows), more=more))
    waits = sum(row.waits_for_client and row.is_open for row in page.rows)
    return Listed(groups, page.after or "", waiting=waits if whole and narrowed.is_all_own else None)


def _found(actor: Actor, narrowed: Narrowing) -> Listed:
    """Open and completed ones in which everything typed is found, the number typed first."""
    reader = actor.alone() if narrowed.own else actor
    found = find(reader, narrowed.words, limit=FOUND)
    ids = [hit.ticket_id for hit in found.hits]
    page = requests_page(actor, replace(narrowed.asked, closed=None, only=ids, after="", limit=FOUND))
    rows = sorted(page.rows, key=lambda row: row.number != found.exact)
    show = _Show(actor, narrowed.own, who_called_done(rows))
    return Listed(
        [Group(_("Found"), "found", show.rows(rows), str(len(rows)))], is_cut=found.after is not None
    )


@dataclass(frozen=True)
class _Show:
    """Rows as this reader sees them: with the person's name where they are not all one's own; `said_done`
    are those a client called done."""

    actor: Actor
    own: bool
    said_done: Container[int]

    def rows(self, rows: Iterable[RequestRow]) -> list[Row]:
        return [self._row(row) for row in rows]

    def _row(self, row: RequestRow) -> Row:
        return row_of(self.actor, row, with_name=not self.own, said_done=row.id in self.said_done)

    def open_groups(self, rows: Sequence[RequestRow], *, whole: bool) -> list[Group]:
        """By whose move it is; counted where the page holds all of them."""
        done = [row for row in rows if row.state == State.RESOLVED]
        waiting = [row for row in rows if row.waits_for_client and row not in done]
        working = [row for row in rows if not row.waits_for_client and row not in done]
        closes = all(row.closes_at for row in done)
        note = _("they close by themselves if everything works") if closes else ""
        title = _("Waiting for you") if self.own else _("Waiting for colleagues")
        groups = [
            self._group(title, "wait", waiting, whole, _("without you it does not move on")),
            self._group(_("Done"), "check", done, whole, note),
            self._group(_("In progress"), "work", working, whole),
        ]
        last = 2 if working else 1 if done else 0
        groups[last] = replace(groups[last], goes_on=True)
        return groups

    def _group(self, title: str, name: str, rows: Sequence[RequestRow], whole: bool, note: str = "") -> Group:
        return Group(title, name, self.rows(rows), str(len(rows)) if whole else "", note if self.own else "")
