"""Making what is known of clients history only: one way for all kinds of it."""

from __future__ import annotations

from typing import TypeVar

from otklik.clients.models import Asset, Company, Contact, Contract, Site
from otklik.core.events import Change, EventKind, Subject, record
from otklik.people.actor import Actor

Row = TypeVar("Row", Asset, Company, Contact, Contract, Site)


def set_hidden(actor: Actor, row: Row, changed: EventKind, *, hidden: bool) -> Row:
    """Hide the row or bring it back, and write `changed`; nothing where it is so already.

    In the caller's transaction, who has checked the right.
    """
    locked = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if locked.hidden != hidden:
        locked.hidden = hidden
        locked.version += 1
        locked.save(update_fields=["hidden", "version"])
        subject = Subject(type(row).__name__.lower(), row.pk)
        record(changed, actor.ref, subject, changes=[Change("hidden", not hidden, hidden)])
    return locked
