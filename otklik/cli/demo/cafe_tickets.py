"""Playing what the cafés ask about their machines, and what strangers ask, between the other conversations,
by the real commands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING

from otklik.catalogue.queries import catalogue
from otklik.cli.demo import play
from otklik.cli.demo.cafe_script import STORIES, CafeStep, CafeStory, Who
from otklik.cli.demo.cafes import Cafes
from otklik.cli.demo.moments import moment
from otklik.cli.demo.strangers import STRANGERS, Stranger, ask
from otklik.cli.demo.timeline import Action
from otklik.clients.acting import actor_of_contact
from otklik.core.actors import Via
from otklik.people.actor import SYSTEM, Actor
from otklik.people.queries import actor_of_agent, staff
from otklik.tickets import commands
from otklik.tickets.commands import Incoming, Registration, Reply
from otklik.tickets.content import from_text

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket


@dataclass(frozen=True)
class Scene:
    """One moment: a story begins (no step) or goes on."""

    at: datetime
    story: CafeStory
    step: CafeStep | None = None


@dataclass
class Told:
    """The tickets of the stories so far."""

    cafes: Cafes
    agent_id: int
    tickets: dict[CafeStory, Ticket] = field(default_factory=dict)


def play_beside(
    stage: play.Stage, actions: Sequence[Action], live_since: datetime, now: datetime
) -> Sequence[Ticket]:
    """Play the actions, the cafés' stories and what strangers ask in the order of their moments; the tickets
    of the cafés and of the strangers."""
    told = Told(stage.setting.cafes, stage.setting.agents[stage.setting.cafes.manager].pk)
    unknown: list[Ticket] = []
    deeds: list[tuple[datetime, Callable[[], None]]] = [
        *((scene.at, partial(_do, told, scene)) for scene in scenes(now)),
        *((now - one.ago, partial(_strange, stage, one, unknown)) for one in STRANGERS),
    ]
    moments = [action.at for action in actions]
    done = 0
    for at, do in sorted(deeds, key=itemgetter(0)):
        upto = bisect_right(moments, at)
        play.play(stage, actions[done:upto], live_since)
        with moment(at, live_since):
            do()
        done = upto
    play.play(stage, actions[done:], live_since)
    return [*told.tickets.values(), *unknown]


def scenes(now: datetime) -> Sequence[Scene]:
    """All moments of all stories up to now, in their order."""
    found = []
    for story in STORIES:
        at = now - story.ago
        found.append(Scene(at, story))
        for step in story.steps:
            at += step.after
            found.append(Scene(at, story, step))
    return sorted((scene for scene in found if scene.at <= now), key=lambda scene: scene.at)


def _strange(stage: play.Stage, one: Stranger, unknown: list[Ticket]) -> None:
    unknown.append(ask(stage, one))


def _do(told: Told, scene: Scene) -> None:
    story, step = scene.story, scene.step
    person = told.cafes.people[story.cafe]
    client = actor_of_contact(person, Via.PORTAL)
    if step is None:
        told.tickets[story] = _asked(told, client, story)
        return
    ticket = told.tickets[story]
    ticket.refresh_from_db()
    if step.who is Who.CLIENT:
        said = Incoming(from_text(step.text), person.name, "", contact_id=client.contact_id)
        commands.receive(client, ticket, said)
        return
    if step.who is Who.OTKLIK:
        commands.set_status(SYSTEM, ticket, step.status)
        return
    agent = actor_of_agent(staff().agents[told.agent_id], Via.DESK)
    if step.who is Who.NOTE:
        commands.add_note(agent, ticket, from_text(step.text))
    else:
        commands.reply(agent, ticket, Reply(from_text(step.text), status=step.status))


def _asked(told: Told, client: Actor, story: CafeStory) -> Ticket:
    services = {row.code: row for row in catalogue().services.values()}
    about = Registration(
        subject=story.subject,
        content=from_text(story.text),
        contact=told.cafes.people[story.cafe],
        asset=told.cafes.machines[story.cafe, story.key],
        service=services.get(story.service),
        language="ru",
    )
    return commands.register(client, about)
