"""Reading from the tables what a ticket's document is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Value

from otklik.clients.models import ContactEmail, ContactPhone
from otklik.core.prepared import Prepared, Rows, filled
from otklik.search.document import Readers, Said, Source
from otklik.tickets.enums import AuthorKind
from otklik.tickets.models import Message, MessageFile, Ticket, TicketNumber, TicketReader
from otklik.tickets.registered import JustRegistered

FROM_OUTSIDE = (AuthorKind.CONTACT, AuthorKind.SENDER)
_REACHED: Prepared[tuple[int, str, int]] = Prepared(
    lambda contact, value, is_email: (contact, value, is_email)
)


def source_of_new(new: JustRegistered) -> Source:
    """The same of a ticket just registered, from what registration holds; only what it does not is read."""
    ticket, message = new.ticket, new.message
    contacts = {ticket.contact_id} if ticket.contact_id else set()
    emails, phones = _reached_by(contacts) if contacts else (_listed(()), _listed(()))
    files = [file.name for file in _files([ticket.pk])[message.pk]] if ticket.files else []
    readers = _Collected(ticket.company_id, ticket.site_id)
    for row in new.readers:
        readers.add(row.team_id, row.agent_id, row.contact_id)
    return Source(
        ticket_id=ticket.pk,
        numbers=(ticket.number,),
        subject=ticket.subject,
        names=_present(
            ticket.contact_name,
            ticket.contact.name if ticket.contact else None,
            ticket.company.name if ticket.company else None,
            ticket.contact_email,
        ),
        contacts=_present(*emails[ticket.contact_id or 0]),
        phones=_present(ticket.contact_phone, *phones[ticket.contact_id or 0]),
        messages=(Said(new.text, message.public, files, _author_of(message)),),
        readers=readers.readers(),
    )


def sources(ticket_ids: Collection[int]) -> list[Source]:
    """Everything searchable about these tickets, in a constant number of queries.

    For the index, not for a person: no access is checked. Replies that were called back are left out;
    one that is still held back counts as internal.
    """
    rows = _tickets(ticket_ids)
    numbers = _aliases(ticket_ids)
    said = _said(rows)
    readers = _readers({row.pk: (row.company_id, row.site_id) for row in rows})
    contacts = {row.contact_id for row in rows if row.contact_id}
    emails, phones = _reached_by(contacts) if contacts else (_listed(()), _listed(()))
    return [
        Source(
            ticket_id=row.pk,
            numbers=(row.number, *numbers[row.pk]),
            subject=row.subject,
            names=_present(row.contact_name, row.contact_now, row.company_name, row.contact_email),
            contacts=_present(*emails[row.contact_id or 0]),
            phones=_present(row.contact_phone, *phones[row.contact_id or 0]),
            messages=said[row.pk],
            readers=readers[row.pk],
        )
        for row in rows
    ]


def readers_of(ticket_ids: Collection[int]) -> dict[int, Readers]:
    """Who has a reason to read each of the tickets."""
    rows = Ticket.objects.filter(pk__in=ticket_ids).values_list("pk", "company_id", "site_id")
    return _readers({pk: (company, site) for pk, company, site in rows})


def _readers(places: Mapping[int, tuple[int | None, int | None]]) -> dict[int, Readers]:
    found = {pk: _Collected(company, site) for pk, (company, site) in places.items()}
    rows = TicketReader.objects.filter(ticket_id__in=places)
    for ticket, team, agent, contact in rows.values_list("ticket_id", "team_id", "agent_id", "contact_id"):
        found[ticket].add(team, agent, contact)
    return {pk: collected.readers() for pk, collected in found.items()}


@dataclass
class _Collected:
    company: int | None
    site: int | None
    teams: list[int] = field(default_factory=list)
    agents: list[int] = field(default_factory=list)
    contacts: list[int] = field(default_factory=list)

    def add(self, team: int | None, agent: int | None, contact: int | None) -> None:
        """One reader: exactly one of the three is set."""
        for ids, pk in ((self.teams, team), (self.agents, agent), (self.contacts, contact)):
            if pk is not None:
                ids.append(pk)

    def readers(self) -> Readers:
        """All of them."""
        return Readers(self.teams, self.agents, self.contacts, self.company, self.site)


@dataclass(frozen=True, slots=True)
class _Ticket:
    pk: int
    number: str
    subject: str
    contact_id: int | None
    contact_name: str
    contact_email: str
    contact_phone: str
    company_id: int | None
    site_id: int | None
    files: int
    contact_now: str | None
    company_name: str | None


_COLUMNS = ("pk", "number", "subject", "contact_id", "contact_name", "contact_email", "contact_phone")


def _tickets(ticket_ids: Collection[int]) -> list[_Ticket]:
    rows = Ticket.objects.filter(pk__in=ticket_ids)
    columns = (*_COLUMNS, "company_id", "site_id", "files", "contact__name", "company__name")
    return [_Ticket(*row) for row in rows.values_list(*columns)]


def _aliases(ticket_ids: Collection[int]) -> dict[int, list[str]]:
    rows = TicketNumber.objects.filter(ticket_id__in=ticket_ids)
    return _listed(rows.values_list("ticket_id", "number"))


def _reached_by(contacts: Collection[int]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Mail addresses and phones of contacts, in one question that every registration asks."""
    found = _REACHED.rows(_ways_to, *filled(list(contacts)))
    emails = [(contact, value) for contact, value, is_email in found if is_email]
    return _listed(emails), _listed((contact, value) for contact, value, is_email in found if not is_email)


def _ways_to(*contacts: int) -> Rows:
    emails = ContactEmail.objects.filter(contact_id__in=contacts).annotate(is_email=Value(1))
    phones = ContactPhone.objects.filter(contact_id__in=contacts).annotate(is_email=Value(0))
    return emails.values_list("contact_id", "email", "is_email").union(
        phones.values_list("contact_id", "phone", "is_email"), all=True
    )


def _said(tickets: Sequence[_Ticket]) -> dict[int, list[Said]]:
    files = _files([ticket.pk for ticket in tickets if ticket.files])
    said: dict[int, list[Said]] = defaultdict(list)
    rows = Message.objects.filter(
        cancelled_at=None, released_at__isnull=False, ticket_id__in=[ticket.pk for ticket in tickets]
    ).order_by("pk")
    columns = ("pk", "ticket_id", "public", "author_kind", "author_name", "author_email")
    for pk, ticket, public, kind, name, email, text in rows.values_list(*columns, "body__text"):
        author = _author(kind, name, email)
        names, papers = [file.name for file in files[pk]], [file.text for file in files[pk] if file.text]
        said[ticket].append(Said(text or "", public, names, author, papers))
    return said


def _author_of(message: Message) -> str:
    return _author(message.author_kind, message.author_name, message.author_email)


def _author(kind: str, name: str, email: str) -> str:
    """Who wrote, where they are not of the house."""
    return f"{name} {email}" if kind in FROM_OUTSIDE else ""


class _File(NamedTuple):
    name: str
    text: str | None


def _files(ticket_ids: Collection[int]) -> dict[int, list[_File]]:
    """Names and texts by message; a text only once it has been read."""
    found: dict[int, list[_File]] = defaultdict(list)
    if ticket_ids:
        rows = MessageFile.objects.filter(message__ticket_id__in=ticket_ids, content_id="")
        for message, *file in rows.values_list("message_id", "file__name", "file__blob__paper__text"):
            found[message].append(_File(*file))
    return found


def _listed(pairs: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    listed: dict[int, list[str]] = defaultdict(list)
    for key, value in pairs:
        listed[key].append(value)
    return listed


def _present(*texts: str | None) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]
