"""Signs fifty agents in, finds a thousand tickets they may see, counts queries; prints it all as JSON.

`python -m bench.inside.people`, with the program's environment, on the working copy.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from http import HTTPStatus
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.db.models import Count
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from bench.cases import NARROWED
from bench.inside.filling import DOMAIN
from bench.inside.own_fields import COLUMNS
from bench.stage import Client, Queries, Signed
from otklik.clients.models import Contact
from otklik.core.small import one_version
from otklik.people.actor import SYSTEM
from otklik.people.commands import create_agent, create_token, create_user, set_members
from otklik.people.models import Agent, Role, Team, User
from otklik.tickets.columns import DELIVERED
from otklik.tickets.commands import observe
from otklik.tickets.models import Ticket, TicketReader

TICKETS_EACH = 20
CHOOSER = "chooser"
CLIENTS = 50
IN_MEMORY = 2
"""Visits after which everything is in memory that is kept there."""


def main() -> None:
    """Print who is signed in and what pages cost in queries."""
    with one_version():
        agents, clients, choosers = signed_in(), signed_in_clients(), signed_in_choosers()
    queries = _queries()
    found: dict[str, Sequence[Signed | Client | Queries]] = {
        "agents": agents,
        "clients": clients,
        "queries": queries,
    }
    told: dict[str, object] = {name: [asdict(one) for one in rows] for name, rows in found.items()}
    print(json.dumps(told | {"choosers": choosers}))


def signed_in() -> list[Signed]:
    """Each with tickets of their teams, half of them new ones; no ticket twice."""
    agents, taken = [], set[int]()
    for agent in Agent.objects.select_related("user").filter(user__login__endswith=DOMAIN).order_by("pk"):
        mine = Ticket.objects.filter(readers__team__in=agent.teams.all()).exclude(pk__in=taken).distinct()
        newest = list(mine.order_by("-pk")[: TICKETS_EACH // 2])
        oldest = list(mine.exclude(pk__in=[one.pk for one in newest]).order_by("pk")[: TICKETS_EACH // 2])
        taken |= {ticket.pk for ticket in (*newest, *oldest)}
        agents.append(
            Signed(
                session=_session(agent.user),
                token=create_token(SYSTEM.ref, agent.user, acts_as="agent", name="bench"),
                tickets=[ticket.number for ticket in (*newest, *oldest)],
                open=[ticket.number for ticket in newest if ticket.is_open],
            )
        )
    return agents


def signed_in_choosers() -> list[str]:
    """As many agents again, in the same teams and roles, who see ten custom fields in their lists."""
    sessions = []
    teams: dict[Team, list[Agent]] = {}
    agents = Agent.objects.filter(user__login__endswith=DOMAIN).order_by("pk")
    for place, agent in enumerate(agents.prefetch_related("teams", "roles")):
        user = create_user(SYSTEM.ref, login=f"{CHOOSER}{place}@{DOMAIN}", language="ru")
        User.objects.filter(pk=user.pk).update(list_columns=[*DELIVERED, *COLUMNS])
        twin = create_agent(SYSTEM.ref, user, name=f"{agent.name} с полями", roles=list(agent.roles.all()))
        for team in agent.teams.all():
            teams.setdefault(team, []).append(twin)
        sessions.append(_session(user))
    for team, twins in teams.items():
        set_members(SYSTEM.ref, team, [*Agent.objects.filter(teams=team), *twins])
    return sessions


def signed_in_clients() -> list[Client]:
    """Fifty contacts with requests, spread over the whole, with an account each; every second one sees the
    company's."""
    ids = TicketReader.objects.filter(contact__isnull=False, contact__company__isnull=False)
    known = sorted(set(ids.values_list("contact_id", flat=True)))
    clients = []
    for place, pk in enumerate(known[:: max(1, len(known) // CLIENTS)][:CLIENTS]):
        contact = Contact.objects.get(pk=pk)
        access = Contact.Access.COMPANY if place % 2 else Contact.Access.OWN
        user = contact.user or create_user(SYSTEM.ref, login=f"client{place}@{DOMAIN}")
        Contact.objects.filter(pk=pk).update(user=user, access=access)
        numbers = Ticket.objects.filter(readers__contact=contact).order_by("-pk")
        shown = list(numbers.values_list("number", flat=True).distinct()[:TICKETS_EACH])
        clients.append(Client(_session(user), shown, is_wide=bool(place % 2)))
    return clients


def _session(user: User) -> str:
    """The key of a session in which the user is signed in, as the sign-in page would leave it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _queries() -> list[Queries]:
    """Of a page with little and with much on it."""
    user = User.objects.get(login=f"it0@{DOMAIN}")
    chooser = User.objects.get(login=f"{CHOOSER}0@{DOMAIN}")
    # Clients alike: whether there is a contact or a company decides about questions too.
    mine = Ticket.objects.filter(team__code="it", contact__isnull=False, company__isnull=False)
    short = mine.filter(messages=1).order_by("-pk")[0]
    long = mine.order_by("-messages", "-pk")[0]
    return [
        Queries("list", "1 row", _count(_newcomer(), "/desk/tickets")),
        Queries("list", "50 rows", _count(user, "/desk/tickets")),
        Queries("list", "ten fields", _count(chooser, "/desk/tickets?view=all")),
        Queries("list", "two of them filtered", _count(chooser, f"/desk/tickets?view=all&{NARROWED}")),
        Queries("card", "1 message", _count(user, f"/desk/tickets/{short.number}")),
        Queries("card", f"{long.messages} messages", _count(user, f"/desk/tickets/{long.number}")),
        Queries("board", "1 ticket", _count(_newcomer("once"), "/desk/board")),
        Queries("board", "a team's", _count(user, "/desk/board")),
        *_portal_queries(),
    ]


def _portal_queries() -> list[Queries]:
    """Of the client's pages."""
    readers = TicketReader.objects.filter(contact__user__login__endswith=DOMAIN)
    counted = readers.values("contact__user").annotate(number=Count("pk")).order_by("number")
    few, many = (User.objects.get(pk=row["contact__user"]) for row in (counted[0], counted.reverse()[0]))
    own = Ticket.objects.filter(readers__contact__user=many).order_by("messages", "pk")
    short, long = own[0], own.reverse()[0]
    return [
        Queries("portal-list", "few rows", _count(few, "/")),
        Queries("portal-list", "many rows", _count(many, "/")),
        Queries("portal-card", f"{short.messages} messages", _count(many, f"/requests/{short.number}")),
        Queries("portal-card", f"{long.messages} messages", _count(many, f"/requests/{long.number}")),
    ]


def _newcomer(name: str = "alone") -> User:
    """The account of an agent who sees a single ticket."""
    user = create_user(SYSTEM.ref, login=f"{name}@{DOMAIN}")
    role = Role.objects.get(code="specialist")
    agent = create_agent(SYSTEM.ref, user, name="Одна Строка", roles=[role])
    observe(SYSTEM, Ticket.objects.filter(is_open=True).order_by("-pk")[0], agent_id=agent.pk)
    return user


def _count(user: User, path: str) -> int:
    client = Browser(headers={"host": "127.0.0.1"})
    client.cookies["sessionid"] = _session(user)
    for _visit in range(IN_MEMORY):
        client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    if answer.status_code != HTTPStatus.OK:
        raise SystemExit(f"{path} answers {answer.status_code}")
    return len(queries)


if __name__ == "__main__":
    main()
