"""An alarm about mail in one or a few sentences, in the language in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.channels.mail.enums import AlarmKind, HookTrouble
from otklik.channels.mail.hook_words import in_words
from otklik.channels.mail.models import MailAlarm
from otklik.notifications.values import moment


def words_of(row: MailAlarm) -> str:
    """What is wrong, and what to do about it where that is not plain."""
    said: dict[str, object] = {"address": row.account.address if row.account else "", **row.data}
    number = int(str(row.data.get("number", 0)))
    match AlarmKind(row.kind):
        case AlarmKind.FETCHING:
            return _("Mail of %(address)s cannot be taken: %(error)s") % said
        case AlarmKind.TOKEN:
            return _token(said)
        case AlarmKind.SECRET:
            return _secret(said)
        case AlarmKind.SILENT:
            return _("%(address)s is silent for unusually long: no mail for %(hours)s hours.") % said
        case AlarmKind.HOOK:
            trouble = in_words(HookTrouble(str(row.data["trouble"])))
            return _("Mail of %(address)s by HTTP is not taken: %(trouble)s") % {**said, "trouble": trouble}
        case AlarmKind.SENDING:
            return _sending(said, number)
        case AlarmKind.UNREAD:
            words = ngettext(
                "%(number)s mail could not be read: look at it.",
                "%(number)s mails could not be read: look at them.",
                number,
            )
            return words % said


def _token(said: Mapping[str, object]) -> str:
    if "error" in said:
        return _("%(address)s has to be signed in anew at its provider: %(error)s") % said
    days = _days(said)
    words = ngettext(
        "The sign-in of %(address)s ends in %(days)s day: sign in anew.",
        "The sign-in of %(address)s ends in %(days)s days: sign in anew.",
        days,
    )
    return words % said if days else _("The sign-in of %(address)s has ended: sign in anew.") % said


def _secret(said: Mapping[str, object]) -> str:
    days = _days(said)
    words = ngettext(
        "The secret of the registration %(name)s ends in %(days)s day.",
        "The secret of the registration %(name)s ends in %(days)s days.",
        days,
    )
    return words % said if days else _("The secret of the registration %(name)s has ended.") % said


def _sending(said: Mapping[str, object], number: int) -> str:
    """Which mailbox, since when, who refuses it how, how many letters wait, what to do."""
    told = {
        **said,
        "first": moment(datetime.fromisoformat(str(said["first"]))),
        "error": str(said["error"]).rstrip("."),
    }
    words = _(
        "Since %(first)s no letters of %(address)s leave: %(host)s does not take the password: %(error)s."
    )
    waiting = ngettext("%(number)s letter waits.", "%(number)s letters wait.", number)
    remedy = (
        _("Mend OTKLIK_SMTP_URL and start Otklik anew.")
        if said.get("house")
        else _("Enter the password or key for outgoing mail anew in the mailbox's settings.")
    )
    return " ".join([words % told, *([waiting % told] if number else []), remedy])


def _days(said: Mapping[str, object]) -> int:
    return int(str(said.get("days", 0)))
