"""One request as a client's list shows it: a sentence, who spoke last, what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from otklik.people.actor import Actor
from otklik.portal.standing import helper, sentence
from otklik.tickets.enums import State
from otklik.tickets.queries import workflow
from otklik.tickets.queries.portal import RequestRow
from otklik.web.addresses import address
from otklik.web.showing import digits
from otklik.web.typography import localtime, since


@dataclass(frozen=True)
class Row:
    """`action` and `action_href`: the one thing to do from the list; `end`, `end_note`: a moment instead."""

    href: str
    number: str
    subject: str
    sentence: str
    meta: str
    glyph: str
    end: str = ""
    end_note: str = ""
    action: str = ""
    action_href: str = ""
    is_done: bool = False


def row_of(actor: Actor, row: RequestRow, *, with_name: bool, said_done: bool = False) -> Row:
    """A row for this reader; `with_name` says whose it is, `said_done` that a client called it done."""
    href = address("portal-request", args=[row.number])
    is_own = row.contact_id == actor.contact_id or not with_name
    action, where = _action(row, href) if is_own else ("", "")
    end, note = ("", "") if action else _end(row)
    return Row(
        href=href,
        number=digits(row.number),
        subject=row.subject,
        sentence=_sentence(row, is_own=is_own, said_done=said_done),
        meta=" · ".join(filter(None, (_number(row), _whose(actor, row, with_name), _last(actor, row)))),
        glyph=workflow().statuses[row.status_id].glyph,
        end=end,
        end_note=note,
        action=action,
        action_href=where,
        is_done=row.state == State.CLOSED,
    )


def _sentence(row: RequestRow, *, is_own: bool, said_done: bool) -> str:
    """How it stands, with the name of who works on it where clients are shown it."""
    name = helper(row.assignee_id) if row.is_open else ""
    done = row.closed_at or row.resolved_at
    if row.state == State.RESOLVED and said_done:
        return _("Done, confirmed")
    if row.state == State.RESOLVED:
        return _("Done. Does everything work?") if is_own else _("Done, to be confirmed")
    if row.waits_for_client and not is_own:
        return _("Waiting for their answer")
    if row.state == State.CLOSED and done:
        return _("%(status)s %(moment)s") % {
            "status": sentence(row.status_id),
            "moment": localtime(done, "short"),
        }
    return f"{sentence(row.status_id)}: {name}" if name else sentence(row.status_id)


def _action(row: RequestRow, href: str) -> tuple[str, str]:
    if row.state == State.RESOLVED:
        return _("Rate"), f"{href}#standing"
    if row.state == State.CLOSED:
        return _("Repeat"), f"{address('portal-new')}?like={row.number}"
    return (_("Write an answer"), f"{href}#answer") if row.waits_for_client else ("", "")


def _end(row: RequestRow) -> tuple[str, str]:
    if row.postponed_until is None:
        return "", ""
    return localtime(row.postponed_until, "short"), _("we return to it")


def _number(row: RequestRow) -> str:
    return _("No. %(number)s") % {"number": digits(row.number)}


def _whose(actor: Actor, row: RequestRow, with_name: bool) -> str:
    """The person it is for, unless that is the reader's own self."""
    return row.contact_name if with_name or row.contact_id != actor.contact_id else ""


def _last(actor: Actor, row: RequestRow) -> str:
    """Who wrote last, where that is a message the client sees: not even that there is a note is told."""
    if row.rating is not None:
        return _("rated %(rating)s of 5") % {"rating": row.rating}
    if not row.last_author or row.last_message_id != row.last_public_id:
        return ""
    author = _("you") if row.last_author == actor.name else row.last_author
    return _("last message: %(name)s, %(time)s") % {"name": author, "time": since(row.updated_at)}
