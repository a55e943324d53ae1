"""Two clients that may be one, as pages tell them apart, and what a merge takes over, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.core import phone
from otklik.core.configuring.kinds import Label
from otklik.fields.queries import PREFIX
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.web.custom_fields import change_words
from otklik.web.typography import localtime

if TYPE_CHECKING:
    from otklik.clients.duplicates import Alike, Preview
    from otklik.clients.models import Company, Contact

LANGUAGES = {"ru": "Русский", "en": "English"}


@dataclass(frozen=True)
class Side:
    """One of two that may be the same: what tells it from the other is in `note`."""

    pk: int
    uid: str
    name: str
    note: str
    url: str


@dataclass(frozen=True)
class Group:
    """Clients that share something, in words."""

    why: str
    rows: Sequence[Side]


def side(row: Company | Contact, first: Label = "") -> Side:
    """A client with what tells it from a namesake: INN or company, an address, when it was added."""
    kind = "desk-contact" if hasattr(row, "emails") else "desk-company"
    reached = [one.email for one in list(row.emails.all())[:1]] if hasattr(row, "emails") else _domains(row)
    numbers = [phone.shown(one.phone) for one in row.phones.all()][:1]
    added = _("added %(day)s") % {"day": localtime(row.created_at, "full").partition(",")[0]}
    note = " · ".join(filter(None, [str(first), _place(row), *(reached or numbers), added]))
    return Side(row.pk, str(row.uid), row.name, note, reverse(kind, args=[row.uid]))


def group(found: Alike) -> Group:
    """What they share and who they are."""
    value = phone.shown(found.value) if found.value.startswith("+") else found.value
    return Group(_begun(f"{found.why}: {value}"), [side(row) for row in found.rows])


def taken_over(actor: Actor, kind: str, seen: Preview, other: Company | Contact) -> list[tuple[str, str]]:
    """Fields the survivor fills from the other one, each with what comes: names for people and places, of
    lists only what is new; of a custom field nothing where its values are not for the actor."""
    return [_told(actor, kind, name, before, after, other) for name, before, _theirs, after in seen.fields]


def _told(
    actor: Actor, kind: str, name: str, before: object, after: object, other: Company | Contact
) -> tuple[str, str]:
    if name.startswith(PREFIX):
        label, _was, words = change_words(actor, kind, {"field": name, "from": None, "to": after})
        return _begun(label), words
    had = before if isinstance(before, list) else []
    new = [one for one in after if one not in had] if isinstance(after, list) else [after]
    show = _SHOWN.get(name, str)
    if name == "company_id":
        return _begun(_labels()[name]), _place(other)
    return _begun(_labels()[name]), ", ".join(filter(None, map(show, new)))


def _domains(row: Company | Contact) -> list[str]:
    return [one.domain for one in list(row.domains.all())[:1]] if hasattr(row, "domains") else []


def _place(row: Company | Contact) -> str:
    if hasattr(row, "inn"):
        return f"{_('INN')} {row.inn}" if row.inn else ""
    return row.company.name if row.company else ""


def _begun(words: str) -> str:
    """With a capital first; abbreviations stay as they are."""
    return words[:1].upper() + words[1:]


def _agent(pk: object) -> str:
    agent = staff().agents.get(int(str(pk)))
    return agent.name if agent else ""


def _team(pk: object) -> str:
    team = staff().teams.get(int(str(pk)))
    return str(team.name) if team else ""


_SHOWN: Mapping[str, Callable[[object], str]] = {
    "observer_agents": _agent,
    "observer_teams": _team,
    "manager_agent_id": _agent,
    "manager_team_id": _team,
    "category": lambda code: catalogue().company_category(str(code)),
    "language": lambda code: LANGUAGES.get(str(code), str(code)),
}


def _labels() -> dict[str, str]:
    return {
        "external_id": _("id in another system"),
        "category": _("category"),
        "inn": _("INN"),
        "kpp": _("KPP"),
        "tax_details": _("other details"),
        "time_zone": _("time zone"),
        "email": _("mail address"),
        "address": _("address"),
        "notes": _("notes"),
        "observer_agents": _("employees who observe"),
        "observer_teams": _("teams that observe"),
        "company_id": _("company"),
        "position": _("position"),
        "language": _("language"),
        "copies": _("addresses for copies"),
        "manager_agent_id": _("who looks after it"),
        "manager_team_id": _("who looks after it"),
    }
