"""One change for many tickets, as it is kept while a worker goes through them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime


@dataclass(frozen=True)
class BulkChange:
    """What is asked, in codes and uids; what is empty stays as it is.

    `assignee`: `agent:<uid>`, `team:<code>` or `none`; `follow` and `unfollow`: the same of followers.
    `until` (ISO) and `why` go with `status`. `gives`: to each ticket its own assignee (`given`).
    """

    status: str = ""
    until: str = ""
    why: str = ""
    assignee: str = ""
    priority: str = ""
    type: str = ""
    service: str = ""
    label: Sequence[str] = ()
    unlabel: Sequence[str] = ()
    follow: Sequence[str] = ()
    unfollow: Sequence[str] = ()
    gives: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing is asked."""
        return not self.stored()

    @property
    def moment(self) -> datetime | None:
        """Until when, for a status that asks."""
        return datetime.fromisoformat(self.until) if self.until else None

    def stored(self) -> dict[str, object]:
        """As JSON: only what is asked."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: list(v) if isinstance(v, (list, tuple)) else v for name, v in found.items() if v}


def bulk_change(stored: Mapping[str, object]) -> BulkChange:
    """The change that was stored."""

    def word(name: str) -> str:
        return str(stored.get(name) or "")

    def words(name: str) -> Sequence[str]:
        found = stored.get(name)
        return tuple(str(one) for one in found) if isinstance(found, list) else ()

    return BulkChange(
        status=word("status"),
        until=word("until"),
        why=word("why"),
        assignee=word("assignee"),
        priority=word("priority"),
        type=word("type"),
        service=word("service"),
        label=words("label"),
        unlabel=words("unlabel"),
        follow=words("follow"),
        unfollow=words("unfollow"),
        gives=words("gives"),
    )


def given(ticket_id: int, agent: str, version: int) -> str:
    """One ticket of `gives`: it is to be this employee's (a uid), as long as it is at this version."""
    return f"{ticket_id}:{agent}:{version}"


def given_to(gives: Sequence[str]) -> Mapping[int, tuple[str, int]]:
    """By ticket: the uid of who is to have it, and the version it was looked at."""
    parts = (one.split(":") for one in gives)
    return {int(ticket): (agent, int(version)) for ticket, agent, version in parts}
