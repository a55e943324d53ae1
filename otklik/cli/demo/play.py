"""Playing the conversations: every action is the real command, at the moment the plan says."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from otklik.catalogue.queries import Catalogue, catalogue
from otklik.cli.demo import pictures
from otklik.cli.demo.hours import shift
from otklik.cli.demo.moments import moment
from otklik.cli.demo.schedule import Plan, Stands, Timed
from otklik.cli.demo.script import Step
from otklik.cli.demo.setting import Setting
from otklik.cli.demo.staff import AGENTS
from otklik.cli.demo.timeline import Action, Do
from otklik.cli.demo.verdicts import Verdict
from otklik.cli.demo.words import Speaker, fill
from otklik.clients.acting import actor_of_contact
from otklik.core import clock, files
from otklik.core.actors import Via
from otklik.people.actor import SYSTEM, Actor
from otklik.people.queries import actor_of_agent, staff
from otklik.surveys.commands import rate
from otklik.tickets import commands
from otklik.tickets.commands import Attachment, Edit, Incoming, Registration, Reply
from otklik.tickets.content import Content, from_text

if TYPE_CHECKING:
    from otklik.catalogue.models import Category, Priority, Service, TicketType
    from otklik.tickets.models import Ticket

Row = TypeVar("Row", "Service", "TicketType", "Priority", "Category")
_UNSEEN = {Stands.FRESH, Stands.CLIENT_WAITS}
SEEN_WAITING = 0.4
_CAST = {cast.mailbox: cast for cast in AGENTS}


@dataclass
class Stage:
    """What is there while the demo is played: the organisation and the tickets made so far."""

    setting: Setting
    plans: Sequence[Plan]
    rng: random.Random
    tickets: dict[int, Ticket] = field(default_factory=dict)

    @property
    def known(self) -> Catalogue:
        """The catalogue."""
        return catalogue()

    def actor(self, mailbox: str, via: Via = Via.DESK) -> Actor:
        """An employee as they act."""
        return actor_of_agent(staff().agents[self.setting.agents[mailbox].pk], via)

    def client(self, plan: Plan, via: Via) -> Actor:
        """The client as they act."""
        return actor_of_contact(self.setting.contacts[plan.contact.email], via)


def play(stage: Stage, actions: Sequence[Action], live_since: datetime) -> None:
    """Do every action with the clock at its moment.

    What happened before `live_since` is history: nobody is mailed about it any more.
    """
    for action in actions:
        with moment(action.at, live_since):
            _DOES[action.do](stage, action)


def look(stage: Stage) -> None:
    """Those who sign in have seen what is done and most of what goes on, and nothing fresh."""
    old = [
        n
        for n, plan in enumerate(stage.plans)
        if plan.stands not in _UNSEEN or stage.rng.random() < SEEN_WAITING
    ]
    known = [
        stage.tickets[n].pk for n in old if stage.plans[n].stands is not Stands.FRESH and n in stage.tickets
    ]
    for cast in AGENTS:
        if cast.signs_in:
            commands.mark_many_seen(stage.actor(cast.mailbox), known)


def _register(stage: Stage, action: Action) -> None:
    plan, step = stage.plans[action.ticket], _timed(action).step
    via = Via(plan.via)
    actor = stage.actor(action.by, via) if via is Via.PHONE else stage.client(plan, via)
    is_mail = via is Via.MAIL
    chosen = None if via in (Via.MAIL, Via.FORM) else plan
    what = Registration(
        subject=_said(plan, plan.conversation.subject, None),
        content=_content(plan, step, None),
        contact=stage.setting.contacts[plan.contact.email],
        sender_email=plan.contact.email if is_mail else "",
        sender_name=plan.contact.name,
        contact_phone=plan.contact.phone if via is Via.PHONE else "",
        account=stage.known.mailbox(plan.conversation.mailbox) if is_mail else None,
        service=_by_code(stage.known.services, chosen.conversation.service) if chosen else None,
        type=_by_code(stage.known.types, chosen.conversation.type) if chosen else None,
        priority=_by_code(stage.known.priorities, chosen.conversation.priority) if chosen else None,
        categories=[_by_code(stage.known.categories, code) for code in plan.conversation.categories]
        if chosen
        else (),
        attachments=_files(stage, plan, step, actor),
        language=plan.conversation.language,
    )
    stage.tickets[action.ticket] = commands.register(actor, what)


def _due(stage: Stage, action: Action) -> None:
    """Somebody promised another time than the rules do."""
    actor, due_at = stage.actor(action.by), stage.plans[action.ticket].due_at
    commands.plan_resolution(actor, stage.tickets[action.ticket], due_at)


def _triage(stage: Stage, action: Action) -> None:
    """A dispatcher gives a mail its service, type and priority and sends it to the team."""
    plan, actor = stage.plans[action.ticket], stage.actor(action.by)
    _classify(stage, action, actor)
    team = _by_code(stage.known.services, plan.conversation.service).team_id
    commands.assign(actor, stage.tickets[action.ticket], agent_id=None, team_id=team)


def _take(stage: Stage, action: Action) -> None:
    """An employee takes the ticket, or (`other`) the lead gives it to them; unsorted mail is sorted then."""
    actor, ticket = stage.actor(action.by), stage.tickets[action.ticket]
    if action.other:
        agent = stage.setting.agents[action.other]
        commands.assign(actor, ticket, agent_id=agent.pk, team_id=ticket.team_id)
        return
    commands.take(actor, ticket)
    _classify(stage, action, actor)


def _classify(stage: Stage, action: Action, actor: Actor) -> None:
    conversation = stage.plans[action.ticket].conversation
    known = stage.known
    values = Edit(
        service=_by_code(known.services, conversation.service),
        type=_by_code(known.types, conversation.type),
        priority=_by_code(known.priorities, conversation.priority),
        categories=[_by_code(known.categories, code) for code in conversation.categories],
    )
    commands.edit(actor, stage.tickets[action.ticket], values)


def _follow(stage: Stage, action: Action) -> None:
    actor = stage.actor(action.by)
    commands.observe(actor, stage.tickets[action.ticket], agent_id=actor.agent_id)


def _return(stage: Stage, action: Action) -> None:
    """Back from a date: by hand, a minute before the work goes on."""
    commands.set_status(stage.actor(action.by), stage.tickets[action.ticket], "in_progress")


def _close(stage: Stage, action: Action) -> None:
    commands.set_status(SYSTEM, stage.tickets[action.ticket], "closed")


def _rate(stage: Stage, action: Action) -> None:
    """By the client, in the portal or from the letter."""
    verdict = _verdict(action)
    client = stage.client(stage.plans[action.ticket], Via.PORTAL)
    rate(client, stage.tickets[action.ticket], verdict.value, verdict.words)


def _send_back(stage: Stage, action: Action) -> None:
    client = stage.client(stage.plans[action.ticket], Via.PORTAL)
    commands.reopen(client, stage.tickets[action.ticket], _verdict(action).why)


def _review(stage: Stage, action: Action) -> None:
    """By the lead of the team that has the ticket by now."""
    row = stage.tickets[action.ticket]
    row.refresh_from_db()
    held_by = next(code for code, team in stage.setting.teams.items() if team.pk == row.team_id)
    lead = next(cast.mailbox for cast in AGENTS if cast.lead and cast.team == held_by)
    commands.mark_reviewed(stage.actor(lead), row)


def _step(stage: Stage, action: Action) -> None:
    plan, step = stage.plans[action.ticket], _timed(action).step
    ticket = stage.tickets[action.ticket]
    if step.is_from_client:
        _client_writes(stage, plan, step, ticket)
        return
    actor = stage.actor(action.by)
    mentions = _mentions(action)
    if step.who == "agent":
        content = _content(plan, step, actor, mentions)
        attachments = _files(stage, plan, step, actor)
        status = step.status if step.until is None else ""
        commands.reply(actor, ticket, Reply(content, attachments, status=status))
    elif step.who == "note":
        content = _content(plan, step, actor, mentions)
        commands.add_note(actor, ticket, content, attachments=_files(stage, plan, step, actor))
    _beside(stage, actor, ticket, step)


def _beside(stage: Stage, actor: Actor, ticket: Ticket, step: Step) -> None:
    """What a step does without words."""
    if step.until is not None:
        commands.set_status(actor, ticket, step.status, until=shift(clock.now(), step.until), why=step.why)
    elif step.status and step.who != "agent":
        commands.set_status(actor, ticket, step.status)
    if step.transfer:
        commands.assign(actor, ticket, agent_id=None, team_id=stage.setting.teams[step.transfer].pk)
    if step.priority:
        commands.edit(actor, ticket, Edit(priority=_by_code(stage.known.priorities, step.priority)))


def _client_writes(stage: Stage, plan: Plan, step: Step, ticket: Ticket) -> None:
    via = Via.PORTAL if plan.via == Via.PORTAL else Via.MAIL
    actor = stage.client(plan, via)
    incoming = Incoming(
        _content(plan, step, None),
        plan.contact.name,
        plan.contact.email if via is Via.MAIL else "",
        contact_id=actor.contact_id,
        attachments=_files(stage, plan, step, actor),
    )
    commands.receive(actor, ticket, incoming)


def _content(plan: Plan, step: Step, actor: Actor | None, names: Mapping[str, str] | None = None) -> Content:
    return from_text(_said(plan, step.text, actor, names))


def _said(plan: Plan, text: str, actor: Actor | None, names: Mapping[str, str] | None = None) -> str:
    client = Speaker(plan.contact.name, plan.contact.female)
    agent = None
    if actor is not None:
        agent = Speaker(actor.name, _CAST[actor.email.partition("@")[0]].female)
    return fill(text, {**plan.facts, **(names or {})}, client, agent)


def _mentions(action: Action) -> dict[str, str]:
    """Full names for an at-sign: a teammate, the team's lead, the senior field engineer."""
    team = _CAST[action.by].team
    leads = {cast.team: cast.name for cast in AGENTS if cast.lead}
    return {
        "teammate": _CAST[action.other].name,
        "lead": leads[team],
        "field": leads["field"],
        "it": leads["it"],
    }


def _files(stage: Stage, plan: Plan, step: Step, actor: Actor) -> list[Attachment]:
    if not step.file:
        return []
    body, content_type = pictures.make(step.file, plan.conversation.subject, stage.rng)
    blob = files.store([body])
    return [Attachment(files.attach_name(blob, step.file, content_type, actor.ref))]


def _by_code(rows: Mapping[int, Row], code: str) -> Row:
    return next(row for row in rows.values() if row.code == code)


def _timed(action: Action) -> Timed:
    if action.timed is None:
        raise ValueError(f"{action.do} has no step")
    return action.timed


def _verdict(action: Action) -> Verdict:
    if action.verdict is None:
        raise ValueError(f"{action.do} has no verdict")
    return action.verdict


_DOES: Mapping[Do, Callable[[Stage, Action], None]] = {
    Do.REGISTER: _register,
    Do.DUE: _due,
    Do.TRIAGE: _triage,
    Do.TAKE: _take,
    Do.FOLLOW: _follow,
    Do.STEP: _step,
    Do.RETURN: _return,
    Do.CLOSE: _close,
    Do.RATE: _rate,
    Do.SEND_BACK: _send_back,
    Do.REVIEW: _review,
}
