"""The last changes of a company, a contact, a site or a machine, in words for their cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.clients.past import past_of
from otklik.core.actors import ActorKind, Via
from otklik.fields.queries import fields_of
from otklik.people.actor import Actor
from otklik.people.queries import staff

if TYPE_CHECKING:
    from otklik.clients.models import Asset, Company, Contact, Site
    from otklik.core.models import Event


@dataclass(frozen=True)
class Step:
    """One line of the past."""

    what: str
    who: str
    at: datetime


def story_of(
    actor: Actor, row: Company | Contact | Site | Asset, added: str, labels: Mapping[str, str]
) -> Sequence[Step]:
    """The last changes, newest first. `added` says how it began, `labels` what its fields are called."""
    kind = type(row).__name__.lower()
    named = {**labels, **{one.form_name: str(one.name) for one in fields_of(kind)}}
    return [_step(event, added, named) for event in past_of(actor, row)]


def _step(event: Event, added: str, labels: Mapping[str, str]) -> Step:
    return Step(_told(event, added, labels), _who(event), event.at)


def _who(event: Event) -> str:
    if event.actor_kind == ActorKind.CONTACT:
        return _("the client")
    agent = staff().agents.get(event.actor_id or 0) if event.actor_kind == ActorKind.AGENT else None
    return agent.name if agent else "Otklik"


def _told(event: Event, added: str, labels: Mapping[str, str]) -> str:
    if event.kind.endswith(".created"):
        return _("%(added)s from a file") % {"added": added} if event.via == Via.IMPORT else added
    if event.kind.endswith((".merged", ".parted")):
        return (
            _("A duplicate was merged into it") if event.kind.endswith(".merged") else _("A merge was undone")
        )
    fields = [str(change["field"]) for change in event.changes]
    if fields == ["hidden"]:
        return _("Hidden") if event.changes[0]["to"] else _("Brought back")
    words = _("Changed from a file: %(fields)s") if event.via == Via.IMPORT else _("Changed: %(fields)s")
    return words % {"fields": ", ".join(dict.fromkeys(labels.get(name, name) for name in fields))}
