"""What may be wrong with a reply before it is sent: `tickets.doubts` on what ticket and person know."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.db.models.functions import Substr

from otklik.clients.access import visible_companies, visible_contacts
from otklik.clients.models import Contact, ContactEmail
from otklik.core import stems, text
from otklik.organisation import settings
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets import doubts
from otklik.tickets.models import Message, Ticket

FILE = settings.declare("replies.guard_file", True, "Warn where a reply promises a file and has none.")
NOTE = settings.declare("replies.guard_note", True, "Warn where a reply repeats an internal note.")
CLIENT = settings.declare("replies.guard_client", True, "Warn where a reply names another client.")
UNFILLED = settings.declare("replies.guard_unfilled", True, "Warn where a placeholder is not filled in.")
READ, LOOKED_AT, AT_MOST = 4000, 40, 10


class About(StrEnum):
    """What a doubt is about; the last part of its setting's key."""

    FILE = "file"
    NOTE = "note"
    CLIENT = "client"
    UNFILLED = "unfilled"


@dataclass(frozen=True)
class Doubt:
    """One thing to look at: `phrase` of the reply, `who` of another client it is about."""

    about: About
    phrase: str
    who: str = ""


def doubts_of(
    actor: Actor, ticket: Ticket, words: str, *, has_files: bool, sure: Collection[str] = ()
) -> Sequence[Doubt]:
    """What this agent should look at before a reply leaves (NEW-10), in the order it is asked; nothing that
    is switched off or that they are `sure` of. The caller was given the ticket for this actor. Four queries
    at most."""
    own = doubts.own_words(words)
    if not own.strip():
        return ()
    return [doubt for doubt in _all(actor, ticket, own, has_files=has_files, sure=sure) if doubt.phrase]


def _all(
    actor: Actor, ticket: Ticket, own: str, *, has_files: bool, sure: Collection[str]
) -> Iterator[Doubt]:
    if UNFILLED.get() and About.UNFILLED not in sure:
        yield Doubt(About.UNFILLED, doubts.unfilled(own))
    if FILE.get() and About.FILE not in sure and not has_files:
        yield Doubt(About.FILE, doubts.promised_file(own))
    internal, public = _said(ticket)
    if NOTE.get() and About.NOTE not in sure and internal:
        yield Doubt(About.NOTE, doubts.copied(own, internal, public))
    if CLIENT.get() and About.CLIENT not in sure:
        yield from _others(actor, ticket, own, text.key("\n".join([*public, ticket.subject])))


def _said(ticket: Ticket) -> tuple[list[str], list[str]]:
    """The newest notes and public messages, each by its beginning."""
    rows = Message.objects.filter(ticket=ticket, cancelled_at=None).exclude(released_at=None)
    newest = rows.order_by("-id").values_list("public", Substr("body__text", 1, READ))[:LOOKED_AT]
    said = [(public, words or "") for public, words in newest]
    return [words for public, words in said if not public], [words for public, words in said if public]


def _others(actor: Actor, ticket: Ticket, own: str, public: str) -> Iterator[Doubt]:
    """Contacts and companies that are not this client's, that the agent may know of, and that nobody has
    named in the conversation yet."""
    contacts = visible_contacts(actor).filter(hidden=False).exclude(pk=ticket.contact_id or 0)
    if ticket.company_id:
        contacts = contacts.exclude(company_id=ticket.company_id)
    colleagues = {text.key(agent.name) for agent in staff().agents.values()}
    own_names = {*colleagues, text.key(ticket.contact_name)}
    mails = [mail for mail in doubts.addresses(own) if mail not in public][:AT_MOST]
    if mails:
        found = ContactEmail.objects.filter(email__in=mails, contact__in=contacts)
        for mail, name in found.values_list("email", "contact__name")[:1]:
            yield Doubt(About.CLIENT, mail, name)
            return
    yield from _named(contacts.filter(merged_into=None), own, own_names, public)
    titles = {text.key(title): title for title in doubts.titles(own)}
    companies = visible_companies(actor).filter(name_key__in=titles).exclude(pk=ticket.company_id or 0)
    for name_key, name in companies.values_list("name_key", "name")[:1] if titles else ():
        if name_key not in public:
            yield Doubt(About.CLIENT, titles[name_key], name)


def _named(contacts: QuerySet[Contact], own: str, ours: Collection[str], public: str) -> Iterator[Doubt]:
    """Whose name stands in the text, in whatever case it is declined, first name or surname first."""
    pairs = doubts.names(own)
    wanted = Q(pk=None)
    for pair in pairs:
        one, two = map(_stem, pair)
        wanted |= Q(name_key__startswith=one, name_key__contains=f" {two}")
        wanted |= Q(name_key__startswith=two, name_key__contains=f" {one}")
    rows = contacts.filter(wanted).order_by("pk").values_list("name_key", "name")[:AT_MOST] if pairs else ()
    for name_key, name in rows:
        stemmed = {stems.stem(word) for word in name_key.split()}
        if name_key in ours or name_key in public:
            continue
        for one, two in pairs:
            if {_stem(one), _stem(two)} <= stemmed:
                yield Doubt(About.CLIENT, f"{one} {two}", name)
                return


def _stem(word: str) -> str:
    return stems.stem(text.key(word))
