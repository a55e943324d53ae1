"""Playing what the cafés ask about their machines, between the other conversations, by the real commands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from otklik.catalogue.queries import catalogue
from otklik.cli.demo import play
from otklik.cli.demo.cafe_script import STORIES, CafeStep, CafeStory, Who
from otklik.cli.demo.cafes import Cafes
from otklik.cli.demo.moments import moment
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
    """Play the actions and the cafés' stories in the order of their moments; the tickets of the cafés."""
    told = Told(stage.setting.cafes, stage.setting.agents[stage.setting.cafes.manager].pk)
    moments = [action.at for action in actions]
    done = 0
    for scene in scenes(now):
        upto = bisect_right(moments, scene.at)
        play.play(stage, actions[done:upto], live_since)
        with moment(scene.at, live_since):
            _do(told, scene)
        done = upto
    play.play(stage, actions[done:], live_since)
    return list(told.tickets.values())


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
