"""Employees and teams as people write them into tables: by mail address, name or code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from otklik.clients.commands.bringing.rows import Brought
from otklik.clients.commands.standing import Manager, check_manager
from otklik.clients.models import Company, Contact, Site
from otklik.core import text
from otklik.core.errors import Invalid
from otklik.core.small import SmallTable
from otklik.people.queries import staff


def our_people(row: Brought, client: Company | Contact | Site) -> dict[str, object]:
    """The columns a row's manager and observers give. `Invalid` for who does not work here."""
    values: dict[str, object] = {}
    if "manager" in row.texts:
        manager = manager_named(row.text("manager"))
        check_manager(manager, Manager(client.manager_agent_id, client.manager_team_id))
        values |= {"manager_agent_id": manager.agent_id, "manager_team_id": manager.team_id}
    if "observers" in row.lists:
        found = [_named(word, "observers") for word in row.lists["observers"]]
        values["observer_agents"] = sorted({one.agent_id for one in found if one.agent_id is not None})
        values["observer_teams"] = sorted({one.team_id for one in found if one.team_id is not None})
    return values


def manager_named(word: str) -> Manager:
    """Who looks after a client; nobody for an empty word."""
    return _named(word, "manager") if word.strip() else Manager()


def agents_named(words: Sequence[str], field: str) -> set[int]:
    """Employees by address or name. `Invalid` for a team or nobody."""
    found = {_named(word, field).agent_id for word in words}
    if None in found:
        raise Invalid({field: _("Choose employees who work here.")})
    return {pk for pk in found if pk is not None}


def _named(word: str, field: str) -> Manager:
    found = _WORDS.get().get(text.key(word))
    if found is None:
        message = _("Nobody who works here is called “%(name)s”. Write the address, the name or the team.")
        raise Invalid({field: message % {"name": word}})
    return found


def _load() -> Mapping[str, Manager]:
    """Every word for somebody who works here; one for two different ones means nobody."""
    known: dict[str, set[Manager]] = {}
    for agent in staff().active():
        for word in (agent.email, agent.name):
            known.setdefault(text.key(word), set()).add(Manager(agent_id=agent.id))
    for team in staff().open_teams():
        for word in (team.code, *team.name.texts.values()):
            known.setdefault(text.key(word), set()).add(Manager(team_id=team.pk))
    return {word: next(iter(found)) for word, found in known.items() if word and len(found) == 1}


_WORDS = SmallTable(_load)
