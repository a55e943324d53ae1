"""The outbox's two lists, alike but for what a row tells: narrowed, fifty a page, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from otklik.core.configuring.kinds import Label
from otklik.core.paging import Page
from otklik.notifications.enums import DeliveryState
from otklik.notifications.reason_words import in_words
from otklik.settings_ui.framing import frame
from otklik.web.flash import say_next
from otklik.web.request import OtklikRequest

Row = TypeVar("Row")
STATES: Mapping[DeliveryState, Label] = {
    DeliveryState.QUEUED: gettext_lazy("waiting to be sent"),
    DeliveryState.SENT: gettext_lazy("sent"),
    DeliveryState.HELD: gettext_lazy("held"),
    DeliveryState.FAILED: gettext_lazy("not delivered"),
    DeliveryState.BOUNCED: gettext_lazy("came back"),
    DeliveryState.CANCELLED: gettext_lazy("called back"),
}


@dataclass(frozen=True)
class Shelf:
    """One of the lists: names of its pages, and by which word its letters are told apart."""

    page: str
    held: str
    again: str
    kind: str
    states: Sequence[DeliveryState] = tuple(DeliveryState)


@dataclass(frozen=True)
class Asked:
    """What the reader narrows a list by; what is no state is none."""

    state: DeliveryState | None
    kind: str
    words: str
    after: str


TICKETS = Shelf("settings-outbox", "settings-outbox-held", "settings-letter-again", "letter")
OTHER = Shelf(
    "settings-outbox-other",
    "settings-outbox-other-held",
    "settings-outbox-other-again",
    "about",
    tuple(state for state in DeliveryState if state is not DeliveryState.CANCELLED),
)


def listed(
    request: OtklikRequest, shelf: Shelf, kinds: Mapping[str, str], read: Callable[[Asked], Page[Row]]
) -> HttpResponse:
    """A page of it: `kinds` are what its letters are called, `read` finds them, the newest first."""
    asked = {name: request.GET.get(name, "").strip() for name in ("state", shelf.kind, "q")}
    page = read(
        Asked(
            DeliveryState(asked["state"]) if asked["state"] in set(DeliveryState) else None,
            asked[shelf.kind] if asked[shelf.kind] in kinds else "",
            asked["q"],
            request.GET.get("after", ""),
        )
    )
    following = urlencode({**{k: v for k, v in asked.items() if v}, "after": page.after or ""})
    context = {
        **frame(request.actor, "outbox"),
        **_places(shelf),
        "here": request.get_full_path(),
        "rows": page.rows,
        "in_words": in_words,
        "asked": asked,
        "is_filtered": any(asked.values()),
        "states": {state.value: str(STATES[state]) for state in shelf.states},
        "kind": shelf.kind,
        "kinds": kinds,
        "next_url": f"{reverse(shelf.page)}?{following}" if page.after else "",
    }
    return render(request, f"settings/{'outbox' if shelf is TICKETS else 'outbox_other'}.html", context)


def _places(shelf: Shelf) -> dict[str, object]:
    """Where it stands: the way there, the tabs, its own addresses."""
    outbox, here = reverse(TICKETS.page), reverse(shelf.page)
    own = [(_("Other letters"), "")] if shelf is OTHER else []
    return {
        "way": [(_("Settings"), reverse("settings")), (_("Outbox"), outbox if own else ""), *own],
        "shelves": [
            (_("About tickets"), outbox, shelf is TICKETS, ""),
            (_("Other letters"), reverse(OTHER.page), shelf is OTHER, ""),
        ],
        "here_url": here,
        "held_url": reverse(shelf.held),
        "again": shelf.again,
    }


def said(request: OtklikRequest, shelf: Shelf, words: str) -> HttpResponseRedirect:
    """Back to the list with its filter, which says this."""
    say_next(request, words)
    there = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(there if own else reverse(shelf.page))


def said_on_its_way(request: OtklikRequest, shelf: Shelf) -> HttpResponseRedirect:
    """One letter goes once more."""
    return said(request, shelf, _("The letter is on its way once more."))


def said_how_many(request: OtklikRequest, shelf: Shelf, sent: int) -> HttpResponseRedirect:
    """So many of what was held go."""
    words = ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", sent)
    return said(request, shelf, words % {"n": sent})
