"""Changes of the configuration in words: who, when, which thing, what from and to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from otklik.channels.mail.blocked_back import BLOCKED_BACK
from otklik.channels.mail.mailbox_back import MAILBOXES_BACK
from otklik.clients.level_queries import names_of
from otklik.core.actors import ActorKind
from otklik.core.configuring.kinds import Label, Words
from otklik.core.configuring.rows import HIDDEN, ORDER
from otklik.core.configuring.shapes import known
from otklik.core.paging import Page
from otklik.importing.kinds import KINDS as KINDS_OF_FILES
from otklik.notifications.text_back import TEXTS_BACK
from otklik.people.actor import Actor
from otklik.people.calendar_back import CALENDARS_BACK
from otklik.people.queries import staff
from otklik.people.returning import WayBack, ways_back
from otklik.people.trail import ConfigurationTrail, present_titles, trail
from otklik.settings_ui.forms import LANGUAGE_NAMES
from otklik.settings_ui.labels import said
from otklik.settings_ui.presence_told import PRESENCE_TOLD
from otklik.web.letter_kinds import KINDS
from otklik.web.ways import by_key as settings_by_key

if TYPE_CHECKING:
    from otklik.core.models import Event


@dataclass(frozen=True)
class Told:
    """One change. `lines`: (field, from, to); no from and to where the values are not kept."""

    id: int
    section: str
    kind: str
    title: str
    what: str
    lines: Sequence[tuple[str, str, str]]
    who: str
    who_key: int
    at: datetime
    subject_id: int | None
    can_revert: bool


def changes_of(actor: Actor, wanted: ConfigurationTrail) -> Page[Told]:
    """Changes newest first, in words. Needs `administer`; one query, and one for each kind of thing named."""
    page = trail(actor, wanted)
    titles = {**present_titles(page.rows), **_clients(page.rows)}
    return Page([_told(event, titles) for event in page.rows], page.after)


def _clients(events: Sequence[Event]) -> dict[tuple[str, int], str]:
    """The names of clients the portal was looked at as."""
    ids = [event.subject_id for event in events if event.subject_kind == "viewing" and event.subject_id]
    return {("viewing", pk): name for pk, name in names_of(ids).items()}


def _told(event: Event, titles: Mapping[tuple[str, int], str]) -> Told:
    agent = staff().agents.get(event.actor_id or 0) if event.actor_kind == ActorKind.AGENT else None
    return Told(
        id=event.pk,
        section=section_title(event.subject_kind),
        kind=event.subject_kind,
        title=_title(event, titles),
        what=_what(event),
        lines=_lines(event),
        who=agent.name if agent else "Otklik",
        who_key=agent.id if agent else 0,
        at=event.at,
        subject_id=event.subject_id,
        can_revert=_can_revert(event),
    )


def section_title(kind: str) -> str:
    """The section a kind of thing stands in."""
    shape = known().get(kind)
    return str(shape.many) if shape else str(OTHERS[kind])


def _title(event: Event, titles: Mapping[tuple[str, int], str]) -> str:
    if event.subject_kind == "template":
        kind, language = str(event.data.get("kind", "")), str(event.data.get("language", ""))
        own = next((str(words[0]) for text, words in KINDS.items() if text.value == kind), "")
        return f"{own}, {LANGUAGE_NAMES.get(language, language)}"
    if event.subject_kind == "export":
        known_kind = KINDS_OF_FILES.get(str(event.data.get("kind", "")))
        return str(known_kind.title) if known_kind else ""
    if event.subject_kind in PRESENCE_TOLD:
        return _whose(event)
    kept = event.data.get("name") or event.data.get("code") or ""
    if isinstance(kept, Mapping):
        kept = Words().show(kept)
    return titles.get((event.subject_kind, event.subject_id or 0), "") or str(kept)


def _whose(event: Event) -> str:
    """The employee an absence or a shift is about; the team whose shares are set."""
    if event.subject_kind == "shares":
        team = staff().teams.get(event.subject_id or 0)
        return str(team.name) if team else ""
    agent = staff().agents.get(int(str(event.data.get("agent") or 0)))
    return agent.name if agent else ""


def _way(event: Event) -> WayBack | None:
    way = ways_back().get(event.subject_kind)
    return way if way is not None and way.event.name == event.kind else None


def _is_new(event: Event) -> bool:
    way = _way(event)
    made = event.data.get("is_new") or event.kind.endswith(".created")
    return bool(made) or (way is not None and way.is_new(event))


def _what(event: Event) -> str:
    fields = {str(change["field"]): change for change in event.changes}
    if _is_new(event):
        return _("added")
    if HIDDEN in fields:
        return _("hidden") if fields[HIDDEN]["to"] else _("brought back")
    if ORDER in fields:
        return _("put into another order")
    done = _done(event)
    if done:
        return done
    if fields or event.data.get("secrets"):
        return ""
    # A declared thing without a change was made by a command that tells no fields: a demo, an import.
    return _("added") if event.subject_kind in known() else _("changed")


def _done(event: Event) -> str:
    """What was done where no field tells it; empty where fields do."""
    if event.subject_kind == "export":
        return _taken_out(event)
    if event.kind.endswith(".revoked"):
        return _("revoked")
    if event.kind.endswith(".started"):
        return _("opened as this client sees it")
    if event.data.get("removed"):
        return _("removed")
    return _("the delivered text again") if event.data.get("what") == "reset" else ""


def _taken_out(event: Event) -> str:
    """How much went out into which file; a list that was narrowed by words or filters says so."""
    number = int(str(event.data.get("rows", 0)))
    words = ngettext("%(n)s row taken out into %(form)s", "%(n)s rows taken out into %(form)s", number)
    told = words % {"n": number, "form": {"xlsx": "Excel"}.get(str(event.data.get("form")), "CSV")}
    return _("%(rows)s, a part of the list") % {"rows": told} if event.data.get("filters") else told


def _lines(event: Event) -> list[tuple[str, str, str]]:
    if _is_new(event):
        return []
    told = [
        _line(event.subject_kind, change)
        for change in event.changes
        if change["field"] not in (HIDDEN, ORDER)
    ]
    secrets = [(said(event.subject_kind, str(name)).label, "", "") for name in event.data.get("secrets", ())]
    return [line for line in told if line[1] != line[2] or not line[1]] + secrets


def _line(kind: str, change: Mapping[str, object]) -> tuple[str, str, str]:
    """A field with its values in words; without them where the log keeps none."""
    label, show = said(kind, str(change["field"]))
    if change["from"] is None and change["to"] is None:
        return label, "", ""
    return label, show(change["from"]) or _("empty"), show(change["to"]) or _("empty")


def _can_revert(event: Event) -> bool:
    if event.kind == "setting.changed":
        return all(change["field"] in settings_by_key() for change in event.changes)
    way = _way(event)
    if way is not None:
        return way.may(event)
    shape = known().get(event.subject_kind)
    if shape is None or shape.event.name != event.kind:
        return False
    return any(change["from"] is not None or change["to"] is not None for change in event.changes)


OTHERS: Mapping[str, Label] = {
    "setting": gettext_lazy("Settings"),
    "account": gettext_lazy("Mailboxes"),
    "template": gettext_lazy("Letters"),
    "calendar": gettext_lazy("Working time"),
    "token": gettext_lazy("Keys of programs"),
    "oauth_client": gettext_lazy("Sign-in at providers"),
    "blocked_sender": gettext_lazy("Blocked senders"),
    "mail_hook": gettext_lazy("Mail by HTTP"),
    "dkim_key": gettext_lazy("Signed mail (DKIM)"),
    "viewing": gettext_lazy("The portal as clients see it"),
    "export": gettext_lazy("Clients taken out into files"),
    "absence": gettext_lazy("Absences"),
    "shift_plan": gettext_lazy("Shifts"),
    "shares": gettext_lazy("Shares of members"),
}
"""Kinds of things that no shape declares: the section each stands in."""
WAYS = (BLOCKED_BACK, CALENDARS_BACK, MAILBOXES_BACK, TEXTS_BACK)
"""Ways back of what changes by commands of its own; importing them makes them known."""
