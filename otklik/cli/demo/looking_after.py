"""Who looks after the demo's clients and who follows their tickets.

Said when the conversations have been played: while they are, a dispatcher gives out what comes by mail, as
in a service centre that has only just begun to name managers.
"""

from __future__ import annotations

from otklik.cli.demo.setting import Setting
from otklik.clients.commands import Manager, Observers, set_manager, set_observers
from otklik.people.actor import SYSTEM

MANAGERS = ("lead", "o.shilova", "agent", "a.nosov")
"""Employees by mailbox; every fifth company is a team's."""
TEAM = "field"
FOLLOWED = {"vip": "s.orehova"}
"""Whoever follows new tickets of the companies of a category, beside the field engineers."""


def entrust(built: Setting) -> None:
    """Every company with a manager, the important ones with observers, two contacts with one of their own."""
    for place, company in enumerate(built.companies):
        agent = built.agents[MANAGERS[place % len(MANAGERS)]]
        whole = place % 5 == 4
        manager = Manager(team_id=built.teams[TEAM].pk) if whole else Manager(agent_id=agent.pk)
        set_manager(SYSTEM, company, manager)
        if company.category in FOLLOWED:
            follower = built.agents[FOLLOWED[company.category]]
            set_observers(SYSTEM, company, Observers([follower.pk], [built.teams[TEAM].pk]))
    accountants = [cast.email for _company, people in built.clients for cast in people if cast.place == "acc"]
    for email in accountants[:2]:
        set_manager(SYSTEM, built.contacts[email], Manager(agent_id=built.agents["i.lebedev"].pk))
