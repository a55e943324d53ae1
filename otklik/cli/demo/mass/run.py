"""Running a bulk load: portions of a thousand tickets, each one transaction, in steady memory."""

from __future__ import annotations

import random
import secrets
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from django.db import transaction

from otklik.cli.demo.mass import crowd, phrases, place
from otklik.cli.demo.mass.crowd import Client
from otklik.cli.demo.mass.tickets import Maker
from otklik.cli.demo.script import conversations
from otklik.clients.commands.load import Pair, acquaint_many
from otklik.core import bulk, clock
from otklik.search.bulk import index_many, settle
from otklik.search.document import Readers, Said, Source
from otklik.tickets.commands.load import Loaded, load
from otklik.tickets.loading import LoadedTicket

PORTION = 1000
SAY_EVERY = 10.0
KNOWN_KEPT = 200_000


def run(number: int, seed: int) -> None:
    """Add so many tickets with clients, history and search documents; the demo's organisation is there."""
    rng = random.Random(seed)
    now = clock.now()
    # Not the time: two loads can begin within one second, and a clock can be set back.
    clients = crowd.gather(number, f"s{seed}-{secrets.token_hex(4)}", rng)
    maker = Maker(place.find(), clients, phrases.talks(conversations()), now)
    _Loader(clients, number, random.Random(seed)).load_all(maker.tickets(number, rng))
    settle()
    bulk.settle()


class _Loader:
    """Writes portions and remembers who was acquainted with whom."""

    def __init__(self, clients: Sequence[Client], number: int, rng: random.Random) -> None:
        self._clients = {client.id: client for client in clients}
        self._number = number
        self._rng = rng
        self._known: set[Pair] = set()

    def load_all(self, tickets: Iterator[LoadedTicket]) -> None:
        """Until there are no more. While the database takes one portion, the next one is made up."""
        started = said = time.monotonic()
        done = 0
        with ThreadPoolExecutor(1) as ahead:
            coming = ahead.submit(_portion, tickets)
            while portion := coming.result():
                coming = ahead.submit(_portion, tickets)
                self._load(portion)
                done += len(portion)
                if time.monotonic() - said > SAY_EVERY:
                    said = time.monotonic()
                    pace = done / (said - started)
                    print(f"{done} of {self._number}, {pace:.0f} a second", file=sys.stderr)

    @transaction.atomic
    def _load(self, portion: Sequence[LoadedTicket]) -> None:
        loaded = load(portion, self._rng)
        index_many(map(self._source, loaded))
        acquaint_many(self._new_acquaintances(portion))

    def _source(self, one: Loaded) -> Source:
        ticket, client = one.ticket, self._clients[one.ticket.contact_id or 0]
        teams = [pk for pk in (ticket.team_id, *ticket.held_by) if pk]
        agents = [pk for pk in (ticket.assignee_id, *ticket.observer_ids) if pk]
        return Source(
            ticket_id=one.id,
            numbers=(one.number,),
            subject=ticket.subject,
            names=tuple(dict.fromkeys((client.name, client.company, client.email))),
            contacts=(client.email,),
            phones=(client.phone,),
            messages=[
                Said(
                    said.text,
                    said.public,
                    (),
                    f"{said.author_name} {said.author_email}" if said.is_from_client else "",
                )
                for said in ticket.messages
            ],
            readers=Readers(teams, agents, (client.id,), ticket.company_id),
        )

    def _new_acquaintances(self, tickets: Iterable[LoadedTicket]) -> list[Pair]:
        if len(self._known) > KNOWN_KEPT:
            self._known.clear()
        pairs: list[Pair] = []
        for ticket in tickets:
            team, agent, contact, company = (
                ticket.team_id,
                ticket.assignee_id,
                ticket.contact_id,
                ticket.company_id,
            )
            found: list[Pair] = [(team, None, contact, None), (team, None, None, company)]
            if agent:
                found += [(None, agent, contact, None), (None, agent, None, company)]
            pairs += [pair for pair in found if pair not in self._known]
            self._known.update(found)
        return list(dict.fromkeys(pairs))


def _portion(tickets: Iterator[LoadedTicket]) -> list[LoadedTicket]:
    return list(islice(tickets, PORTION))
