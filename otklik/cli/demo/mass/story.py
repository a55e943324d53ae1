"""One bulk ticket: what is said, by whom and when, and how it stands in the end."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from otklik.cli.demo.mass.crowd import Client
from otklik.cli.demo.mass.life import Life
from otklik.cli.demo.mass.phrases import Phrase, Talk
from otklik.cli.demo.mass.place import Place, Worker
from otklik.cli.demo.mass.plot import Ending, Line, plot
from otklik.cli.demo.words import invented
from otklik.core.actors import SYSTEM, ActorKind, ActorRef, Via
from otklik.tickets.enums import OPEN_STATES, AuthorKind
from otklik.tickets.loading import LoadedMessage, LoadedTicket

HANDED_OVER, FOLLOWED, LABELLED = 0.08, 0.05, 0.3
"""How many of all: reached their team through the first line, are followed by a colleague, have a label."""
_DOORS, _DOOR_SHARES = (Via.MAIL, Via.PORTAL, Via.PHONE), (55, 35, 10)
_ALLOWED = {"low": 90, "normal": 50, "high": 18, "immediate": 6}  # hours
_HOUR = timedelta(hours=1)
_CLOSES_AFTER = timedelta(days=7)


@dataclass(frozen=True)
class Story:
    """Who takes part, and where."""

    place: Place
    client: Client
    worker: Worker
    team: str
    talk: Talk
    now: datetime
    rng: random.Random

    def told(self, start: datetime, ending: Ending) -> LoadedTicket:
        """The ticket registered at `start`, told to its end."""
        rng, talk = self.rng, self.talk
        facts = invented(rng, start, self.client.name) | {
            "client": self.client.speaker.first,
            "client_full": self.client.name,
            "company": self.client.company,
            "position": "",
            "agent": self.worker.speaker.first,
            "agent_full": self.worker.name,
            "teammate": self.worker.name,
            "lead": self.worker.name,
            "field": self.worker.name,
            "it": self.worker.name,
        }
        lines = plot(talk, ending, rng)
        moments = self._moments(start, len(lines) + 1, ending)
        via = rng.choices(_DOORS, _DOOR_SHARES)[0]
        life = Life(self.place.statuses, ActorRef(ActorKind.CONTACT, self.client.id, via))
        self._begin(life, lines[0].phrase, moments, facts, via)
        if len(lines) > 1 or ending is not Ending.WAITS:
            self._is_taken(life, moments)
        self._talk(life, lines[1:], moments[1:], facts)
        self._end(life, moments[-1], ending)
        return self._row(life, talk.subject.format_map(facts), via)

    def _moments(self, start: datetime, number: int, ending: Ending) -> list[datetime]:
        """Gaps of minutes to days; all before now, and long enough ago for what is closed."""
        gaps = [timedelta(minutes=min(self.rng.lognormvariate(4.6, 1.3), 4000)) for _one in range(number - 1)]
        room = self.now - start - timedelta(minutes=1)
        if ending is Ending.CLOSED:
            room = max(room - _CLOSES_AFTER, room * 0.3)
        whole = sum(gaps, timedelta())
        scale = min(1.0, room / whole) if whole else 1.0
        moments = [start]
        for gap in gaps:
            moments.append(moments[-1] + gap * scale)
        return moments

    def _begin(
        self, life: Life, phrase: Phrase, moments: Sequence[datetime], facts: dict[str, str], via: Via
    ) -> None:
        at, team = moments[0], self.place.teams[self.team]
        message = self._from_client(phrase, at, facts, via)
        mailbox = self.place.mailbox if via is Via.MAIL else None
        first_line = self.place.teams.get("dispatch", team)
        if first_line == team or self.rng.random() >= HANDED_OVER:
            life.is_registered(message, mailbox, team, f"service:{self.talk.service}")
            return
        life.is_registered(message, mailbox, first_line, "dispatch")
        dispatcher = self.rng.choice(self.place.workers["dispatch"])
        life.is_handed_over(at + (moments[1] - at) * 0.3, dispatcher.id, team)

    def _is_taken(self, life: Life, moments: Sequence[datetime]) -> None:
        gap = moments[1] - moments[0]
        life.is_taken(moments[0] + gap * 0.6, self.worker.id)
        mate = self.rng.choice(self.place.workers[self.team])
        if mate.id != self.worker.id and self.rng.random() < FOLLOWED:
            life.is_followed(moments[0] + gap * 0.7, mate.id)

    def _talk(
        self, life: Life, lines: Sequence[Line], moments: Sequence[datetime], facts: dict[str, str]
    ) -> None:
        for line, at in zip(lines, moments, strict=False):
            phrase = line.phrase
            if phrase.who == "client":
                life.client_writes(self._from_client(phrase, at, facts, life.messages[0].via))
            elif phrase.who == "note":
                life.agent_notes(self._from_agent(line, at, facts), self.worker.id)
            else:
                life.agent_replies(self._from_agent(line, at, facts), self.worker.id, line.status)

    def _end(self, life: Life, at: datetime, ending: Ending) -> None:
        """What happens without words."""
        by = ActorRef(ActorKind.AGENT, self.worker.id, Via.DESK)
        if ending is Ending.ELSEWHERE and life.status != "waiting_others":
            life.is_moved(at, "waiting_others", by)
        elif ending is Ending.POSTPONED:
            until = self.now + self.rng.randrange(4, 240) * _HOUR
            life.is_postponed(at, self.worker.id, until, "Ждём поставку")
        elif ending in (Ending.RESOLVED, Ending.CLOSED):
            if life.state in OPEN_STATES:
                life.is_moved(at, "resolved", by)
            if ending is Ending.CLOSED:
                life.is_moved(min(at + _CLOSES_AFTER, self.now), "closed", SYSTEM)

    def _from_client(self, phrase: Phrase, at: datetime, facts: dict[str, str], via: Via) -> LoadedMessage:
        text, html = phrase.filled(facts)
        return LoadedMessage(
            at,
            AuthorKind.CONTACT,
            self.client.name,
            html,
            text,
            via=via,
            contact_id=self.client.id,
            author_email=self.client.email if via is Via.MAIL else "",
        )

    def _from_agent(self, line: Line, at: datetime, facts: dict[str, str]) -> LoadedMessage:
        text, html = line.phrase.filled(facts)
        return LoadedMessage(
            at,
            AuthorKind.AGENT,
            self.worker.name,
            html,
            text,
            public=line.phrase.who == "agent",
            via=Via.DESK,
            agent_id=self.worker.id,
            author_email=self.worker.email,
            is_solution=line.status == "resolved",
        )

    def _row(self, life: Life, subject: str, via: Via) -> LoadedTicket:
        rng, place, talk = self.rng, self.place, self.talk
        created, (priority, level) = life.messages[0].at, place.priorities[talk.priority]
        return LoadedTicket(
            subject=subject,
            created_at=created,
            updated_at=life.updated_at or created,
            turn_since=life.turn_since or created,
            status=life.status,
            brand_id=place.brand,
            priority_id=priority,
            priority_level=level,
            messages=life.messages,
            events=life.events,
            via=via,
            language="ru",
            account_id=place.mailbox if via is Via.MAIL else None,
            type_id=place.types.get(talk.type),
            service_id=place.services.get(talk.service),
            category_ids=self._labels(),
            observer_ids=life.observers,
            due_at=created + _ALLOWED[talk.priority] * _HOUR * rng.uniform(0.8, 1.6),
            postponed_until=life.postponed_until,
            postponed_why=life.postponed_why,
            team_id=life.team,
            held_by=life.held_by,
            assignee_id=life.assignee,
            assigned_at=life.assigned_at,
            contact_id=self.client.id,
            company_id=self.client.company_id,
            contact_name=self.client.name,
            contact_email=self.client.email,
            initiator_contact_id=self.client.id,
            first_reply_at=life.first_reply_at,
            resolved_at=life.resolved_at,
            closed_at=life.closed_at,
            reopened=life.reopened,
            version=life.version,
            seen=self._seen(life),
        )

    def _labels(self) -> Sequence[int]:
        """Some tickets have a category."""
        rng, known = self.rng, self.place.categories
        return [rng.choice(known)] if known and rng.random() < LABELLED else ()

    def _seen(self, life: Life) -> Sequence[tuple[int, int]]:
        """Who works on it has read it, save what a client has just written; a colleague has looked."""
        number = len(life.messages)
        read = number - 1 if life.client_spoke_last and life.state in OPEN_STATES else number
        mate = self.rng.choice(self.place.workers[self.team])
        seen = {self.worker.id: read, mate.id: max(1, read)} if life.assignee else {mate.id: number}
        return list(seen.items())
