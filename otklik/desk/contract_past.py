"""What has happened to a contract, in sentences. Sums are never among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.core.actors import ActorKind
from otklik.desk.client_story import Step
from otklik.fields.queries import fields_of
from otklik.people.queries import staff
from otklik.web.typography import full_day

if TYPE_CHECKING:
    from otklik.core.models import Event


def steps_of(events: Iterable[Event]) -> list[Step]:
    """The lines of a contract's past."""
    return [Step(_told(event), _who(event), event.at) for event in events]


def _who(event: Event) -> str:
    agent = staff().agents.get(event.actor_id or 0) if event.actor_kind == ActorKind.AGENT else None
    return agent.name if agent else "Otklik"


def _told(event: Event) -> str:
    if event.kind in _WHOLE:
        return _WHOLE[event.kind](event)
    changes = {str(change["field"]): change for change in event.changes}
    if set(changes) == {"hidden"}:
        return _("Contract hidden") if changes["hidden"]["to"] else _("Contract brought back")
    is_period = event.kind == "period.changed"
    if is_period and set(changes) <= {"paid", "paid_on"} and "paid" in changes:
        return _("Period paid") if changes["paid"]["to"] else _("Period not paid after all")
    labels = _labels() | {one.form_name: str(one.name) for one in fields_of("contract")}
    said = ", ".join(dict.fromkeys(labels.get(name, name) for name in changes))
    text = _("Period changed: %(fields)s") if is_period else _("Changed: %(fields)s")
    return text % {"fields": said}


def _removed(event: Event) -> str:
    days = {str(change["field"]): _day(change["from"]) for change in event.changes}
    return _("Period from %(start)s to %(end)s removed") % {
        "start": days.get("starts_on", ""),
        "end": days.get("ends_on", ""),
    }


def _day(value: object) -> str:
    return full_day(date.fromisoformat(value)) if isinstance(value, str) else ""


_WHOLE: Mapping[str, Callable[[Event], str]] = {
    "contract.created": lambda _event: _("Contract added"),
    "period.added": lambda _event: _("Period added"),
    "period.removed": _removed,
    "period.reminded": lambda _event: _("Told whoever looks after it that a period ends"),
}


def _labels() -> dict[str, str]:
    return {
        "number": _("number"),
        "name": _("title"),
        "payer": _("who pays"),
        "companies": _("companies"),
        "services": _("services"),
        "sites": _("sites"),
        "assets": _("equipment"),
        "signed_on": _("day of signing"),
        "starts_on": _("beginning"),
        "ends_on": _("end"),
        "manager_agent": _("who looks after it"),
        "manager_team": _("who looks after it"),
        "notes": _("notes"),
        "amount": _("sum"),
        "currency": _("currency"),
        "files": _("files"),
        "file_public": _("who reads a file"),
        "paid": _("payment"),
        "paid_on": _("payment"),
        "price": _("price"),
        "remind_on": _("reminder"),
    }
