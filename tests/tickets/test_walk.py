"""Long random lives of tickets: whatever people do in whatever order, a ticket follows from its rows.

Each step is a real command of a random person. What is refused changes nothing; what is done leaves a ticket
that `tickets.audit` works out again to the last field.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from otklik.core.errors import Refused
from otklik.people.actor import SYSTEM, Actor
from otklik.surveys.commands import rate
from otklik.tickets import commands
from otklik.tickets.commands import Attachment, Declining, Incoming, Reply, TooLate
from otklik.tickets.content import from_text
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries.audit import audit
from otklik.tickets.queries.workflow import workflow
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.writes import recorded, unchanged

STEPS = 80
TEXTS = ("Да", "@Инна Кадрова, гляньте", "@Пётр Орлов", "Ещё вопрос", "Спасибо")
PEOPLE = ("agent", "teammate", "lead", "outsider", "dispatcher", "admin", "client", "manager")


class Walk:
    """One ticket and somebody who does something to it."""

    def __init__(self, people: make.Cast, rng: random.Random) -> None:
        self.people, self.rng = people, rng
        self.ticket = make.ticket(people.client)
        self.held: list[Message] = []

    def step(self) -> None:
        """Do one random thing, or be refused and change nothing; then work the ticket out again."""
        before = Ticket.objects.values().get(pk=self.ticket.pk)
        action: Callable[[Actor], object] = self.rng.choice(self._actions())
        actor: Actor = getattr(self.people, self.rng.choice(PEOPLE))
        try:
            with recorded() as events:
                action(actor)
        except (Refused, TooLate):
            events = []
            assert Ticket.objects.values().get(pk=self.ticket.pk) == before
        row = Ticket.objects.values().get(pk=self.ticket.pk)
        assert [str(difference) for difference in audit([self.ticket.pk])] == []
        assert row["version"] >= before["version"]
        assert row["updated_at"] >= before["updated_at"]
        if row["version"] == before["version"]:
            assert {event.kind for event in events} <= {
                *("ticket.observers_changed", "reply.scheduled", "reply.cancelled")
            }

    def _actions(self) -> list[Callable[[Actor], object]]:
        return [
            lambda by: commands.take(by, self.ticket),
            lambda by: commands.release(by, self.ticket),
            self._assign,
            self._status,
            self._status,
            self._reply,
            self._reply,
            lambda by: commands.add_note(by, self.ticket, from_text(self.rng.choice(TEXTS))),
            self._receive,
            self._receive,
            self._observe,
            self._let_go,
            self._call_back,
            lambda _by: commands.close_by_client(self.people.client, self.ticket, comment=self._maybe()),
            lambda by: commands.reopen(by, self.ticket, self.rng.choice(["", "Опять не печатает ничего"])),
            lambda _by: rate(self.people.client, self.ticket, self.rng.randint(0, 5), self._maybe()),
            lambda by: commands.decline(
                by, self.ticket, Declining("spam", tell_client=self.rng.random() < 0.5)
            ),
            lambda by: commands.mark_reviewed(by, self.ticket, self._maybe()),
            self._time_comes,
            self._time_comes,
        ]

    def _tossed(self) -> bool:
        return self.rng.random() < 0.5

    def _maybe(self) -> str:
        return self.rng.choice(["", self.rng.choice(TEXTS)])

    def _time_comes(self, _by: Actor) -> None:
        timer = self.rng.choice([commands.close_resolved, commands.return_postponed, commands.remind_client])
        timer(self.ticket.pk)

    def _assign(self, by: Actor) -> object:
        who = self.rng.choice([None, *(getattr(self.people, name).agent_id for name in PEOPLE[:6])])
        team = self.rng.choice([None, self.people.it.pk, self.people.hr.pk, self.people.front.pk])
        return commands.assign(by, self.ticket, agent_id=who, team_id=team)

    def _status(self, by: Actor) -> object:
        code = self.rng.choice(list(workflow().by_code))
        until = Ticket.objects.get(pk=self.ticket.pk).updated_at + timedelta(days=self.rng.choice([-1, 1]))
        actor = SYSTEM if self.rng.random() < 0.3 else by
        return commands.set_status(actor, self.ticket, code, until=self.rng.choice([None, until]))

    def _reply(self, by: Actor) -> object:
        files = [Attachment(make.file(by))] if self.rng.random() < 0.3 else []
        status = self.rng.choice(["", "", "resolved", "needs_clarification"])
        undo = self.rng.choice([0, 10])
        what = Reply(from_text(self.rng.choice(TEXTS)), files, status=status, undo_seconds=undo)
        message = commands.reply(by, self.ticket, what)
        if undo:
            self.held.append(message)
        return message

    def _receive(self, by: Actor) -> object:
        known = self.rng.random() < 0.7
        said = Incoming(
            from_text(self.rng.choice(TEXTS)),
            "Кто-то",
            "who@far.test",
            contact_id=self.people.client.contact_id if known else None,
            automatic=self.rng.random() < 0.2,
        )
        return commands.receive(SYSTEM, self.ticket, said)

    def _observe(self, by: Actor) -> None:
        following = self.rng.random() < 0.5
        if self.rng.random() < 0.5:
            team = self.rng.choice([self.people.it, self.people.hr, self.people.front])
            commands.observe(by, self.ticket, team_id=team.pk, following=following)
        else:
            who: Actor = getattr(self.people, self.rng.choice(PEOPLE[:6]))
            commands.observe(by, self.ticket, agent_id=who.agent_id, following=following)

    def _let_go(self, by: Actor) -> None:
        if self.held:
            message = self.held.pop(0)
            status = "resolved" if message.is_solution else ""
            commands.release_reply(message.pk, status)
            with unchanged():
                commands.release_reply(message.pk, status)

    def _call_back(self, by: Actor) -> None:
        if self.held:
            commands.cancel_reply(by, self.rng.choice(self.held))


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_long_life(people: make.Cast, frozen_clock: FrozenClock, seed: int) -> None:
    """Eighty steps, some of them days apart."""
    rng = random.Random(seed)
    walk = Walk(people, rng)
    for _ in range(STEPS):
        frozen_clock.move(rng.choice([timedelta(seconds=5), timedelta(hours=3), timedelta(days=4)]))
        walk.step()
