"""What an administrator sets about answering, for the form of the installation's settings (`ways`)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from otklik.core.configuring.shapes import Field
from otklik.tickets.commands.held import LONGEST
from otklik.web.way_fields import count, switch

REPLIES = _("Replies of employees")


def fields() -> Sequence[Field]:
    """For how long a reply can be taken back, and what it is stopped for."""
    return (*_windows(), *_guards())


def _windows() -> Sequence[Field]:
    return (
        count(
            "replies.undo_mail_seconds",
            _("A reply by mail can be taken back for so many seconds"),
            _("It leaves when they are over, also when the page is closed. 0: at once."),
            REPLIES,
            LONGEST,
        ),
        count(
            "replies.undo_portal_seconds",
            _("A reply on the portal alone can be taken back for so many seconds"),
            _("Where no letter goes out."),
            REPLIES,
            LONGEST,
        ),
    )


def _guards() -> Sequence[Field]:
    return (
        switch(
            "replies.guard_file",
            _("A reply that speaks of a file and has none is stopped"),
            _("In Russian and English; without quotes and signatures. Its author may send it anyway."),
            REPLIES,
        ),
        switch(
            "replies.guard_note",
            _("A reply that repeats an internal note is stopped"),
            _("Seven words in a row that the client has not read anywhere."),
            REPLIES,
        ),
        switch(
            "replies.guard_client",
            _("A reply that names another client is stopped"),
            _("By name, company or mail address, of those its author may know of."),
            REPLIES,
        ),
        switch(
            "replies.guard_unfilled",
            _("A reply with a placeholder that is not filled in is stopped"),
            "",
            REPLIES,
        ),
    )
