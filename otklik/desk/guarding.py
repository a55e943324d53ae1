"""What stops a reply for a second look, in words: one line each, to mend or to send anyway (NEW-10)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.tickets.queries.doubted import About, Doubt, doubts_of

if TYPE_CHECKING:
    from otklik.people.actor import Actor
    from otklik.tickets.models import Ticket


@dataclass(frozen=True)
class Stop:
    """A line above the answer box; `name` and `value` are what "Send anyway" sends, `mend` what "Fix" does:
    opens the box of files, or shows the phrase."""

    words: str
    phrase: str
    name: str
    value: str
    mend: str = ""


def stops_of(
    actor: Actor,
    ticket: Ticket,
    words: str,
    *,
    has_files: bool,
    sure: Collection[str],
    seen: int | None,
) -> Sequence[Stop]:
    """What this reply is stopped for by its words; a newer message, which would stop it too, comes first."""
    found = [_stop(doubt) for doubt in doubts_of(actor, ticket, words, has_files=has_files, sure=sure)]
    if found and seen is not None and (ticket.last_public_id or 0) > seen:
        found.insert(0, Stop(_("A new message came while you were writing."), "", "force", "1"))
    return found


def _stop(doubt: Doubt) -> Stop:
    words = _WORDS[doubt.about]() % {"who": doubt.who}
    return Stop(
        words, doubt.phrase, "sure", doubt.about, "file" if doubt.about == About.FILE else doubt.phrase
    )


_WORDS: Mapping[About, Callable[[], str]] = {
    About.FILE: lambda: _("The reply speaks of a file, and none is attached:"),
    About.NOTE: lambda: _("This stands word for word in a note clients do not see:"),
    About.CLIENT: lambda: _("This is another client, %(who)s:"),
    About.UNFILLED: lambda: _("Not filled in:"),
}
