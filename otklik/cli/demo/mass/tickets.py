"""Bulk tickets: 3 % open, half of them with one team, three messages each on the average."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from otklik.cli.demo.mass.crowd import Client, choose
from otklik.cli.demo.mass.phrases import Talk
from otklik.cli.demo.mass.place import Place
from otklik.cli.demo.mass.plot import Ending
from otklik.cli.demo.mass.story import Story
from otklik.cli.demo.timeline import TEAM_OF
from otklik.tickets.loading import LoadedTicket

SPAN = timedelta(days=3 * 365)
RECENT = 0.05
"""Of the newest twentieth, six in ten are open: 3 % of all. A quarter is resolved, all others are closed."""
_RECENT_ENDINGS = {
    Ending.WAITS: 18,
    Ending.WORKS: 21,
    Ending.ASKED: 12,
    Ending.ELSEWHERE: 4,
    Ending.POSTPONED: 5,
    Ending.RESOLVED: 25,
    Ending.CLOSED: 15,
}
_TEAM_SHARES = {"it": 50, "hr": 15, "accounting": 15, "dispatch": 10, "field": 10}


@dataclass(frozen=True)
class Maker:
    """Makes tickets one after another; the same `rng` makes the same ones."""

    place: Place
    clients: Sequence[Client]
    talks: Mapping[tuple[bool, bool], Sequence[Talk]]
    now: datetime

    def tickets(self, number: int, rng: random.Random) -> Iterator[LoadedTicket]:
        """So many tickets of the last three years, the oldest first."""
        shelves = {
            (*sexes, team): [talk for talk in talks if TEAM_OF[talk.service] == team]
            for sexes, talks in self.talks.items()
            for team in _TEAM_SHARES
        }
        teams = [team for team in _TEAM_SHARES if self.place.workers.get(team)]
        shares = [_TEAM_SHARES[team] for team in teams]
        for place in range(number):
            client = choose(self.clients, rng)
            team = rng.choices(teams, shares)[0]
            worker = rng.choice(self.place.workers[team])
            talk = rng.choice(shelves[client.speaker.female, worker.speaker.female, team])
            age = 1 - (place + rng.random()) / number
            start = self.now - timedelta(minutes=3) - SPAN * age
            story = Story(self.place, client, worker, team, talk, self.now, rng)
            yield story.told(start, _ending(age, rng))


def _ending(age: float, rng: random.Random) -> Ending:
    if age > RECENT:
        return Ending.CLOSED
    return rng.choices(list(_RECENT_ENDINGS), list(_RECENT_ENDINGS.values()))[0]
