"""Who may see a ticket and do what with it: the only ways an interface gets a ticket.

Seeing: `tickets.view_all` opens every ticket; otherwise an agent sees tickets of their teams (also
those a team once held), and those where they are assignee, observer, initiator or were invited. A
contact sees their own, and those of the companies and sites their level opens; never tickets of an
internal type, never notes. Who came by a personal link sees that one ticket, as its contact or as the
outside address it was sent to. Doing: the right by role and, for agents, a hold on the ticket (holder
team, assignee, observer); teams that only once held it read.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.clients.file_access import is_attached, stored_file_for
from otklik.core.errors import Denied, NotFound
from otklik.core.ids import read_uid
from otklik.core.models import StoredFile
from otklik.core.prepared import Joined, Prepared, Rows, Whole, filled
from otklik.core.text import storable
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.people.rights import declare
from otklik.tickets.models import MessageFile, Observer, Ticket, TicketNumber, TicketReader

VIEW_ALL = declare("tickets.view_all", ru="Видеть все заявки", en="See all tickets")
REGISTER = declare("tickets.register", ru="Регистрировать заявки", en="Register tickets")
REPLY = declare("tickets.reply", ru="Отвечать клиентам", en="Reply to clients")
NOTE = declare("tickets.note", ru="Писать заметки", en="Write notes")
CHANGE_STATUS = declare("tickets.change_status", ru="Менять статус", en="Change the status")
ASSIGN = declare("tickets.assign", ru="Назначать в своей группе", en="Assign within one's team")
TRANSFER = declare("tickets.transfer", ru="Передавать другой группе", en="Hand over to another team")
EDIT = declare("tickets.edit", ru="Изменять поля", en="Edit fields")
REVIEW = declare("tickets.review", ru="Разбирать оценки и жалобы", en="Review ratings and complaints")
UNDO = declare("tickets.undo", ru="Отменять сделанное коллегами", en="Undo what colleagues did")
DELETE = declare("tickets.delete", ru="Удалять заявки", en="Delete tickets")

_ALONE, _WITH_CLIENT = Whole(Ticket), Joined(Ticket, "contact", "company")
"""A ticket as clients' pages read it; as the cards of agents do."""
_NUMBERED, _NUMBERED_WITH_CLIENT = Prepared(_ALONE.row), Prepared(_WITH_CLIENT.row)


def visible_to(actor: Actor) -> QuerySet[Ticket]:
    """Every ticket this actor may know of, as one semi-join; never a deleted one."""
    return _among(Ticket.objects.filter(deleted_at__isnull=True), actor)


def get_deleted_for(actor: Actor, number: str) -> Ticket:
    """A deleted ticket, for those who may delete and could see it; `NotFound` for everybody else."""
    wanted = storable(number).strip().upper()
    deleted = _among(Ticket.objects.filter(deleted_at__isnull=False), actor)
    ticket = deleted.filter(number=wanted).first() if actor.has(DELETE) else None
    if ticket is None:
        raise NotFound(_("There is no such ticket, or it is not open to you."))
    return ticket


def _among(tickets: QuerySet[Ticket], actor: Actor) -> QuerySet[Ticket]:
    if actor.only_ticket is not None:
        tickets = tickets.filter(pk=actor.only_ticket)
    if actor.has(VIEW_ALL):
        return tickets
    if actor.is_agent:
        mine = Q(agent_id=actor.agent_id) | Q(team_id__in=actor.team_ids)
        return tickets.filter(_read_by(mine))
    if actor.is_contact:
        return _of_contact(tickets, actor)
    if actor.is_client and actor.only_ticket is not None:
        return not_internal(tickets)
    return tickets.none()


def own_of(actor: Actor) -> QuerySet[Ticket]:
    """A client's own requests only, without the company's."""
    return visible_to(actor.alone())


def company_of(actor: Actor) -> QuerySet[Ticket]:
    """The requests of the companies and sites that are open to a client; `NotFound` for those with their own
    alone.

    By columns of the ticket, which its own index answers in order: what is theirs elsewhere is in `own_of`.
    """
    require_others(actor)
    return not_internal(Ticket.objects.filter(_open_to(actor), deleted_at__isnull=True))


def require_others(actor: Actor) -> None:
    """`NotFound` for a client with their own requests alone."""
    if not actor.sees_others or actor.only_ticket is not None:
        raise NotFound


def get_ticket_for(actor: Actor, number: str) -> Ticket:
    """The ticket by its number or an alias, or `NotFound` when there is none this actor may know of. The
    number of a merged one leads to where its messages are."""
    wanted = storable(number).strip().upper()
    ticket = _numbered(actor, wanted)
    if ticket is None:
        alias = TicketNumber.objects.filter(number=wanted).values("ticket_id")
        ticket = visible_to(actor).filter(pk__in=alias).first() or _led_to(actor, wanted)
    if ticket is None:
        raise NotFound(_("There is no such ticket, or it is not open to you."))
    return ticket if ticket.merged_into_id is None else _survivor(actor, ticket)


def _led_to(actor: Actor, number: str) -> Ticket | None:
    """Where the number of a merged ticket leads that the actor does not see itself."""
    merged = Ticket.objects.filter(number=number, merged_into__isnull=False, deleted_at=None).first()
    found = _survivor(actor, merged) if merged is not None else None
    return None if found == merged else found


def _survivor(actor: Actor, ticket: Ticket) -> Ticket:
    """The ticket a merged one went into, and that one's in turn, as far as the actor sees."""
    while ticket.merged_into_id is not None:
        further = visible_to(actor).filter(pk=ticket.merged_into_id).first()
        if further is None:
            break
        ticket = further
    return ticket


def may(actor: Actor, ticket: Ticket, right: str) -> bool:
    """Whether the actor may do this with a ticket they can see."""
    if actor.is_system:
        return True
    if actor.is_client:
        return right == REPLY
    return actor.has(right) and (right == NOTE or holds(actor, ticket))


def require(actor: Actor, ticket: Ticket, right: str) -> None:
    """`Denied` unless `may`."""
    if not may(actor, ticket, right):
        raise Denied(_("Your role or your part in this ticket does not allow this."))


def holds(actor: Actor, ticket: Ticket) -> bool:
    """Works on the ticket: sees all, holder team, assignee, or observer (also by team)."""
    if actor.has(VIEW_ALL):
        return True
    if actor.agent_id is None:
        return False
    if ticket.team_id in actor.team_ids or ticket.assignee_id == actor.agent_id:
        return True
    mine = Q(agent_id=actor.agent_id) | Q(team_id__in=actor.team_ids)
    return Observer.objects.filter(mine, ticket=ticket).exists()


def editable_by(actor: Actor) -> QuerySet[Ticket]:
    """Every ticket whose fields the actor may change: of one, `may(actor, ticket, EDIT)` says the same."""
    tickets = visible_to(actor)
    if actor.is_system or (actor.has(EDIT) and actor.has(VIEW_ALL)):
        return tickets
    if not (actor.is_agent and actor.has(EDIT)):
        return tickets.none()
    mine = Q(agent_id=actor.agent_id) | Q(team_id__in=actor.team_ids)
    follows = Exists(Observer.objects.filter(mine, ticket_id=OuterRef("pk")))
    return tickets.filter(Q(team_id__in=actor.team_ids) | Q(assignee_id=actor.agent_id) | Q(follows))


def may_review(actor: Actor) -> bool:
    """Whether low ratings and complaints are theirs to look at: by right, or as a team's lead."""
    leads = any(team.lead_id == actor.agent_id for team in staff().teams.values())
    return actor.is_agent and (actor.has(REVIEW) or leads)


def may_review_this(actor: Actor, ticket: Ticket) -> bool:
    """Whether they may mark this ticket as reviewed: by right while they hold it, or as its team's lead."""
    team = staff().teams.get(ticket.team_id or 0)
    leads = actor.agent_id is not None and team is not None and team.lead_id == actor.agent_id
    return leads or may(actor, ticket, REVIEW)


def may_return(actor: Actor, ticket: Ticket) -> bool:
    """Whether they may make a ticket new again that was claimed by opening (ROUTE-8): its assignee, the lead
    of its team, and who may undo what colleagues did."""
    team = staff().teams.get(ticket.team_id or 0)
    leads = team is not None and team.lead_id == actor.agent_id
    mine = ticket.assignee_id == actor.agent_id
    return actor.agent_id is not None and (leads or mine or may(actor, ticket, UNDO))


def get_file_for(actor: Actor, uid: str) -> StoredFile:
    """A file by its uid: of a message or a client the actor may read, or an upload of their own not yet
    attached.

    Files of notes are hidden from clients like those themselves, files of replies not yet sent from everybody
    but their author. `NotFound` otherwise, also for what is no uid.
    """
    file = StoredFile.objects.select_related("blob").filter(uid=read_uid(uid)).first()
    if file is None:
        raise NotFound
    links = MessageFile.objects.filter(file=file, message__ticket__in=visible_to(actor))
    if actor.is_agent:
        links = links.filter(Q(message__released_at__isnull=False) | Q(message__agent_id=actor.agent_id))
    elif not actor.is_system:
        links = links.filter(message__public=True, message__released_at__isnull=False)
    if links.exists():
        return file
    if stored_file_for(actor, uid) is not None or _is_own_upload(actor, file):
        return file
    raise NotFound


def _is_own_upload(actor: Actor, file: StoredFile) -> bool:
    """Put there by this person and attached to nothing yet."""
    if actor.ref.id is None or (file.uploader_kind, file.uploader_id) != (actor.ref.kind, actor.ref.id):
        return False
    return not (is_attached(file) or MessageFile.objects.filter(file=file).exists())


def visible_ids(actor: Actor, ticket_ids: list[int]) -> set[int]:
    """Which of these tickets the actor may see, in one query; for live events and search results."""
    return set(visible_to(actor).filter(pk__in=ticket_ids).values_list("pk", flat=True))


def _numbered(actor: Actor, number: str) -> Ticket | None:
    """The ticket with this number of its own. Every card asks: the question is kept prepared."""
    if actor.is_agent:
        shape: tuple[object, ...] = (actor.team_ids, actor.has(VIEW_ALL))
        scopes: Sequence[int] = ()
    elif actor.is_contact and actor.only_ticket is None:
        scopes = scopes_of(actor)
        shape = (shape_of(actor), internal_types())
    else:
        return visible_to(actor).filter(number=number).first()

    def build(agent_id: int, contact_id: int, number: str, *scopes: int) -> Rows:
        like = scoped(replace(actor, agent_id=agent_id, contact_id=contact_id), scopes)
        columns = _WITH_CLIENT.columns if actor.is_agent else _ALONE.columns
        return visible_to(like).filter(number=number).values_list(*columns)

    values: tuple[int | str, ...] = (actor.agent_id or 0, actor.contact_id or 0, number, *scopes)
    numbered = _NUMBERED_WITH_CLIENT if actor.is_agent else _NUMBERED
    return next(iter(numbered.rows(build, *values, shape=shape)), None)


def scopes_of(actor: Actor) -> Sequence[int]:
    """The companies and sites open to a client, as values of a prepared question; `scoped` puts them in."""
    return [*filled(sorted(actor.companies)), *filled(sorted(actor.sites))]


def shape_of(actor: Actor) -> tuple[int, int]:
    """What of them makes another question: how many there are of each."""
    return len(filled(sorted(actor.companies))), len(filled(sorted(actor.sites)))


def scoped(actor: Actor, scopes: Sequence[int]) -> Actor:
    """The client with these in place of their own."""
    companies = shape_of(actor)[0]
    if not actor.is_contact:
        return actor
    return replace(actor, companies=frozenset(scopes[:companies]), sites=frozenset(scopes[companies:]))


def _of_contact(tickets: QuerySet[Ticket], actor: Actor) -> QuerySet[Ticket]:
    tickets = not_internal(tickets)
    # By ids, not by a probe for each ticket: a client has few of them among many.
    own = Q(pk__in=TicketReader.objects.filter(contact_id=actor.contact_id or 0).values("ticket_id"))
    return tickets.filter(own | _open_to(actor)) if actor.sees_others else tickets.filter(own)


def _open_to(actor: Actor) -> Q:
    """Tickets of the companies and sites that are open to a client, by the ticket's own columns."""
    found = [("company_id", actor.companies), ("site_id", actor.sites)]
    return reduce(or_, (_among_ids(column, ids) for column, ids in found if ids))


def _among_ids(column: str, ids: Collection[int]) -> Q:
    """One is asked for by equality: its index then gives the rows in the order of the list."""
    return Q(**{column: next(iter(ids))}) if len(ids) == 1 else Q(**{f"{column}__in": sorted(ids)})


def internal_types() -> tuple[int, ...]:
    """Types of tickets clients never see."""
    return tuple(row.pk for row in catalogue().types.values() if row.internal)


def not_internal(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Without those of internal types."""
    internal = internal_types()
    return tickets.filter(Q(type__isnull=True) | ~Q(type_id__in=internal)) if internal else tickets


def _read_by(reader: Q) -> Q:
    return Q(Exists(TicketReader.objects.filter(reader, ticket_id=OuterRef("pk"))))
