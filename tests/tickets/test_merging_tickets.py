"""Several tickets made one: messages, people, numbers, links; and all of it back (FLOW-9)."""

from __future__ import annotations

from otklik.core.errors import Conflict, Denied, Invalid, NotFound, NotPossible
from otklik.core.worker import drain
from otklik.notifications.models import Delivery
from otklik.people.actor import Actor
from otklik.search.queries import find
from otklik.tickets import commands
from otklik.tickets.access import get_ticket_for, visible_to
from otklik.tickets.commands import Merging
from otklik.tickets.content import from_text
from otklik.tickets.enums import LinkKind
from otklik.tickets.models import Draft, Link, Message, MessageBody, Observer, Ticket, TicketReader
from otklik.tickets.queries import card
from otklik.tickets.queries.audit import audit
from tests import make
from tests.support.writes import kinds, recorded, refused

COLUMNS = (
    *(
        "status__code",
        "outcome",
        "merged_into",
        "messages",
        "files",
        "preview",
        "last_author",
        "last_by_client",
    ),
    *("last_message_id", "last_public_id", "first_reply_at", "closed_at", "resolved_at", "reopened", "team"),
    *("assignee", "due_at"),
)


def stand() -> list[object]:
    """All there is to tickets, their people and messages, besides versions and moments of change."""
    readers = TicketReader.objects.values_list("ticket", "team", "agent", "contact")
    return [
        list(Ticket.objects.order_by("pk").values_list("pk", *COLUMNS)),
        sorted(readers, key=str),
        sorted(Observer.objects.values_list("ticket", "agent", "team"), key=str),
        list(Message.objects.exclude(automatic=True).order_by("pk").values_list("pk", "ticket")),
        sorted(Link.objects.values_list("source", "target", "kind")),
    ]


def test_merged_and_parted(people: make.Cast) -> None:
    """What stands in one thread, who follows, who finds it; then everything is as it was."""
    one = make.ticket(people.client, team=people.it)
    other = make.ticket(people.client, "Не печатает", team=people.hr, files=[make.file(people.client)])
    third = make.ticket(people.client, team=people.it)
    commands.link(people.admin, other, third, LinkKind.RELATED)
    make.note(people.admin, other, "@Пётр Орлов, глянь скрипучий лоток")
    commands.save_draft(people.admin, other, "reply", "Начал писать")
    drain()
    before = stand()
    with recorded() as events:
        step = commands.merge(people.admin, one, [other])
    assert kinds(events).count("ticket.merged") == 2
    assert {event.batch_id for event in events} == {step.uid}
    assert get_ticket_for(people.admin, other.number).pk == one.pk
    assert get_ticket_for(people.client, other.number).pk == one.pk
    assert get_ticket_for(people.outsider, other.number).pk == one.pk, "the team that had it follows on"
    shown = card(people.teammate, other.number)
    said = [message for message in shown.messages if not message.automatic]
    assert (len(said), set(shown.around.origins.values())) == (3, {other.number})
    assert {(link.kind, link.number) for link in card(people.admin, one.number).around.links} == {
        ("merged", other.number),
        ("related", third.number),
    }
    assert Draft.objects.get().ticket_id == one.pk
    assert Ticket.objects.filter(pk=other.pk, state="closed", outcome="merged", messages=0).exists()
    drain()
    assert [hit.number for hit in find(people.admin, "скрипучий").hits] == [one.number]
    told = Delivery.objects.filter(event_id__in=[event.pk for event in events])
    assert [delivery.address for delivery in told] == ["client@alpha.test"]
    assert MessageBody.objects.filter(
        message__in=told.values("message"), text__contains=other.number
    ).exists()
    assert list(audit([one.pk, other.pk])) == []
    assert commands.undo(people.admin, str(step.uid)).left == []
    drain()
    assert stand() == before
    assert [hit.number for hit in find(people.admin, "скрипучий").hits] == [other.number]
    assert get_ticket_for(people.admin, other.number).pk == other.pk
    assert list(audit([one.pk, other.pk])) == []


def test_different_clients_only_when_it_is_meant(people: make.Cast) -> None:
    """Another contact, another company, somebody in copy: each side would read what was not written to it."""
    one, other = make.ticket(people.client, team=people.it), make.ticket(people.stranger, team=people.it)
    mate = make.ticket(people.colleague, team=people.it)
    copied = make.ticket(people.client, team=people.it)
    commands.reply(people.agent, copied, commands.Reply(from_text("Ждите"), cc=["boss@else.test"]))
    for strange in (other, mate, copied):
        with refused(Invalid, fields={"share"}):
            commands.merge(people.agent, one, [strange])
    assert _reads(people.stranger) == {other.pk}
    step = commands.merge(people.agent, one, [other, mate], Merging(share=True, quiet=True))
    assert _reads(people.stranger) == {one.pk, other.pk}
    assert _reads(people.colleague) == {one.pk, mate.pk}
    assert not Delivery.objects.filter(message__automatic=True, letter="reply").exists()
    commands.assign(people.lead, one, agent_id=people.teammate.agent_id, team_id=people.it.pk)
    assert list(audit([one.pk, other.pk, mate.pk])) == [], "they read on after a change of who works on it"
    commands.undo(people.agent, str(step.uid))
    assert _reads(people.stranger) == {other.pk}
    assert _reads(people.colleague) == {mate.pk}


def test_what_cannot_be_merged(people: make.Cast) -> None:
    one, other, third = (make.ticket(people.client, team=people.it) for _ in range(3))
    foreign = make.ticket(people.stranger, team=people.hr)
    with refused(Denied):
        commands.merge(people.outsider, foreign, [one], Merging(share=True))
    for others in ([], [one]):
        with refused(Invalid):
            commands.merge(people.agent, one, others)
    commands.set_status(people.agent, third, "resolved")
    commands.close_by_client(people.client, third)
    with refused(NotPossible):
        commands.merge(people.agent, third, [one])
    commands.merge(people.agent, one, [other, third])
    for survivor, gone in ((third, one), (one, other)):
        with refused(Conflict):
            commands.merge(people.agent, survivor, [gone])
    with refused(Conflict):
        make.reply(people.agent, other)


def test_a_chain_is_undone_from_its_end(people: make.Cast) -> None:
    """Two who merge one after the other: numbers lead to the last; the first merge waits for the second."""
    a, b, c = (make.ticket(people.client, team=people.it) for _ in range(3))
    first = commands.merge(people.agent, b, [a])
    second = commands.merge(people.teammate, c, [b])
    assert get_ticket_for(people.client, a.number).pk == c.pk
    with refused(NotPossible):
        commands.undo(people.agent, str(first.uid))
    with refused(NotFound):
        commands.undo(people.agent, str(second.uid))
    commands.undo(people.lead, str(second.uid))
    commands.undo(people.agent, str(first.uid))
    assert {m.ticket_id for m in Message.objects.exclude(automatic=True)} == {a.pk, b.pk, c.pk}
    assert list(audit([a.pk, b.pk, c.pk])) == []


def _reads(client: Actor) -> set[int]:
    return set(visible_to(client).values_list("pk", flat=True))
