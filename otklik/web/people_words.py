"""People and teams of events and rules, by the ids they are kept as."""

from __future__ import annotations

from otklik.people.queries import staff


def agent_name(value: object) -> str:
    """Whoever has this id; empty for none."""
    found = staff().agents.get(value) if isinstance(value, int) else None
    return found.name if found else ""


def team_name(value: object) -> str:
    """The team of this id; empty for none."""
    found = staff().teams.get(value) if isinstance(value, int) else None
    return str(found.name) if found else ""


def observer_name(value: object) -> str:
    """Of `agent:7` or `team:3`; empty for what is neither."""
    kind, _colon, key = str(value or "").partition(":")
    if not key.isdecimal():
        return ""
    return agent_name(int(key)) if kind == "agent" else team_name(int(key))
