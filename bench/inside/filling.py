"""Makes a data set: the demo's organisation with fifty more agents, tickets in bulk, their custom fields.

`python -m bench.inside.filling SIZE`, with the program's environment.
"""

from __future__ import annotations

import sys

from django.core.management import call_command
from django.db import connection

from bench.inside.own_fields import fill_fields
from otklik.cli.demo import fill
from otklik.people.actor import SYSTEM
from otklik.people.commands import create_agent, create_user, set_members
from otklik.people.models import Agent, Role, Team

SEED = 20260101
AGENTS = {"it": 25, "hr": 8, "accounting": 8, "dispatch": 5, "field": 6}
DOMAIN = "bench.test"


def main(size: int) -> None:
    """Migrate, organise, hire, load, fill in."""
    call_command("migrate", interactive=False, verbosity=0)
    fill.organise(SEED)
    for code, number in AGENTS.items():
        hire(code, number)
    print(fill.fill_in_bulk(size, SEED), file=sys.stderr)
    fill_fields()
    settle_down()


def settle_down() -> None:
    """What the database would do by itself soon after, in the middle of the first cases."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def hire(code: str, number: int) -> None:
    """Add employees to a team: accounts without a password, in the role the team works in."""
    team = Team.objects.get(code=code)
    role = Role.objects.get(code="dispatcher" if code == "dispatch" else "specialist")
    hired = []
    for place in range(number):
        address = f"{code}{place}@{DOMAIN}"
        user = create_user(SYSTEM.ref, login=address, email=address, language="ru")
        hired.append(create_agent(SYSTEM.ref, user, name=f"Сотрудник {code}{place}", roles=[role]))
    set_members(SYSTEM.ref, team, [*Agent.objects.filter(teams=team), *hired])


if __name__ == "__main__":
    main(int(sys.argv[1]))
