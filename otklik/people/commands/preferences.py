"""How somebody wants to see Otklik: their own choice, kept with the account."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import small
from otklik.core.errors import Denied, Invalid
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor
from otklik.people.events import USER_CHANGED
from otklik.people.models import User
from otklik.people.quiet import is_span

LANGUAGES = ("ru", "en")
THEMES = ("", "light", "dark")
AFTER_SEND = ("", "next", "list")
MOST_COLUMNS = 30
"""Columns of a list: more nobody reads."""


@dataclass(frozen=True)
class Preferences:
    """New values; None leaves one as it is.

    `theme`: light, dark, or empty for the system's. `dense`: rows of lists in one line. `keys`: single
    letters are commands (WCAG 2.1.4 wants a switch for them). An empty time zone is the installation's.
    `list_columns`: columns of the ticket list in their order, by code; empty: those everybody begins with.
    `quiet`: hours without letters about tickets (`people.quiet`); empty: none. `after_send`: where one goes
    when a reply is sent: the next ticket, the list, or empty: nowhere.
    """

    language: str | None = None
    theme: str | None = None
    dense: bool | None = None
    keys: bool | None = None
    time_zone: str | None = None
    list_columns: list[str] | None = None
    quiet: str | None = None
    after_send: str | None = None


@transaction.atomic
def set_preferences(actor: Actor, wanted: Preferences) -> None:
    """Change one's own account, nobody else's. `Invalid` for a language, theme or time zone there is not.

    Writes `user.changed` with the fields from and to; choosing what stands already changes nothing.
    """
    if actor.user_id is None:
        raise Denied(_("Sign in first."))
    _check(wanted)
    user = User.objects.select_for_update().get(pk=actor.user_id)
    changes = []
    for field, value in vars(wanted).items():
        before = getattr(user, field)
        if value is not None and value != before:
            changes.append(Change(field, before, value))
            setattr(user, field, value)
    if not changes:
        return
    user.save(update_fields=[change.field for change in changes])
    small.bump()
    record(USER_CHANGED, actor.ref, Subject("user", user.pk), changes=changes)


def _check(wanted: Preferences) -> None:
    problems = {}
    if wanted.language is not None and wanted.language not in LANGUAGES:
        problems["language"] = _("Choose Russian or English.")
    if wanted.theme is not None and wanted.theme not in THEMES:
        problems["theme"] = _("Choose light, dark or as in the system.")
    if wanted.list_columns is not None and not _are_codes(wanted.list_columns):
        problems["columns"] = _("Choose from the list.")
    if wanted.time_zone and wanted.time_zone not in available_timezones():
        problems["time_zone"] = _("There is no such time zone.")
    if wanted.quiet and not is_span(wanted.quiet):
        problems["quiet"] = _("Say both, from when and until when; the two differ.")
    if wanted.after_send is not None and wanted.after_send not in AFTER_SEND:
        problems["after_send"] = _("Choose from the list.")
    if problems:
        raise Invalid(problems)


def remember_send_status(actor: Actor, code: str) -> None:
    """The status this person last sent a reply with: offered first next time. No event, it is a habit."""
    User.objects.filter(pk=actor.user_id or 0).exclude(send_status=code).update(send_status=code)


def _are_codes(given: list[str]) -> bool:
    """Short names, each once; which of them there are is known above."""
    return len(given) <= MOST_COLUMNS and len(set(given)) == len(given) and all(len(c) <= 60 for c in given)
