"""From a parsed mail to the plan: screening, who sent it, which ticket it belongs to. Reads only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from otklik.catalogue.models import ChannelAccount
from otklik.catalogue.queries import catalogue
from otklik.channels.mail import tokens
from otklik.channels.mail.blocked import is_blocked
from otklik.channels.mail.claims import Purpose, Token
from otklik.channels.mail.doubts import Doubt
from otklik.channels.mail.inbound import InboundMail
from otklik.channels.mail.looping import is_ours
from otklik.channels.mail.mass_answers import answered_recipient, returned_recipient
from otklik.channels.mail.matching import (
    Place,
    Pointer,
    Proof,
    Relation,
    is_same_subject,
    numbers_in,
    place,
    pointers,
)
from otklik.channels.mail.models import InboundRaw
from otklik.channels.mail.plan import Plan, Step
from otklik.channels.mail.queries import recent_automatic, tickets_of_headers
from otklik.channels.mail.reporting import reported_delivery, reported_header, reported_letter
from otklik.channels.mail.screening import FLOOD, Suspect, Verdict, reason_of, screen
from otklik.channels.mail.senders import MailSender, relation, sender_of
from otklik.core import text
from otklik.mailings.models import Recipient
from otklik.organisation.settings import NUMBER_PREFIX
from otklik.tickets.enums import State
from otklik.tickets.models import Ticket, TicketNumber
from otklik.tickets.queries.joinable import survivor_of

_STEPS = {
    Place.CLIENT_MESSAGE: Step.CLIENT_MESSAGE,
    Place.AGENT_REPLY: Step.AGENT_REPLY,
    Place.AGENT_NOTE: Step.AGENT_NOTE,
    Place.UNKNOWN_MESSAGE: Step.UNKNOWN_MESSAGE,
}
_REFUSED = {
    Verdict.OWN_LOOP: Step.IGNORE,
    Verdict.BLOCKED: Step.BLOCK,
    Verdict.NO_SENDER: Step.QUARANTINE,
    Verdict.OWN_ADDRESS: Step.QUARANTINE,
}
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Match:
    """The ticket a mail points at, by what, and what its sender is to it; `meant`: it was that one, which has
    been merged into this."""

    ticket: Ticket
    pointer: Pointer
    relation: Relation
    meant: Ticket | None = None


def plan_for(line: InboundRaw, mail: InboundMail) -> Plan:
    """What to do with the mail of a ledger's line."""
    own = catalogue().own_addresses
    sender = _sender(line, mail, own)
    account = line.account or _account(line, mail)
    suspect = Suspect(
        mail,
        sender.address,
        is_ours=is_ours(mail.fields),
        own_addresses=own,
        is_blocked=is_blocked(sender.address),
    )
    verdict = screen(suspect)
    reason = reason_of(verdict, mail)
    if verdict in _REFUSED:
        return Plan(_REFUSED[verdict], sender, account, reason)
    if verdict is Verdict.PERSON:
        return _persons(mail, sender, account)
    return _machines(line, mail, Plan(Step.RECORD, sender, account, reason), verdict)


def _persons(mail: InboundMail, sender: MailSender, account: ChannelAccount | None) -> Plan:
    """A person's mail: into the first ticket it points at and may enter, else a new one."""
    mass = answered_recipient(mail)
    for match in _matches(mail, sender, "", mass):
        where = place(
            match.pointer,
            match.relation,
            agent_id=sender.agent.id if sender.agent else None,
            closed=match.ticket.state == State.CLOSED,
            same_subject=is_same_subject(mail.subject, match.ticket.subject),
        )
        if where is not Place.NEW_TICKET:
            plan = Plan(_STEPS[where], sender, account, match.pointer.proof.name.lower(), match.ticket)
            return replace(plan, meant=match.meant)
    step = Step.MASS_ANSWER if mass is not None else Step.NEW_TICKET
    return Plan(step, sender, account, quiet=mail.no_auto_reply, mass=mass)


def _machines(line: InboundRaw, mail: InboundMail, plan: Plan, verdict: Verdict) -> Plan:
    """An automatic mail: beside its ticket where it proves one, else recorded; an alarm opens a ticket, never
    what comes back from a mass letter."""
    reported = reported_delivery(line, mail)
    plan = replace(plan, mass=returned_recipient(line, mail), letter=reported_letter(line, mail))
    returned = reported.message_header if reported else reported_header(mail)
    match = next(iter(_matches(mail, plan.sender, returned)), None)
    if match is not None and _belongs_to_thread(match):
        plan = replace(plan, ticket=match.ticket, meant=match.meant)
        return replace(plan, step=Step.AUTOMATIC_MESSAGE, reported=reported)
    if verdict is not Verdict.MACHINE or plan.mass is not None:
        return replace(plan, reported=reported)
    if recent_automatic(plan.sender.address, _HOUR) >= FLOOD:
        return replace(plan, step=Step.IGNORE, reason="auto-flood")
    return replace(plan, step=Step.NEW_TICKET, quiet=True)


def _belongs_to_thread(match: Match) -> bool:
    """Whether an automatic mail is worth showing in its ticket: the client's side of it, not an employee's
    vacation nor the return of a letter to staff."""
    token = match.pointer.token
    if match.relation is Relation.AGENT or (token is not None and token.purpose is not Purpose.CLIENT):
        return False
    return match.pointer.proof > Proof.NUMBER or match.relation is Relation.CLIENT


def _matches(
    mail: InboundMail, sender: MailSender, returned: str, mass: Recipient | None = None
) -> Iterator[Match]:
    """Tickets the mail points at that are still there, the strongest evidence first. The ticket that an
    earlier answer to the same mass letter made is pointed at like one of a known Message-ID."""
    made = [mass.ticket_id] if mass is not None and mass.ticket_id else []
    threads = [*tickets_of_headers(_headers(mail)), *made]
    found = pointers(_tokens(mail, returned), threads, _numbered(mail))
    if not found:
        return
    tickets = Ticket.objects.select_related("contact").filter(deleted_at=None)
    rows = tickets.in_bulk([pointer.ticket_id for pointer in found])
    for pointer in found:
        ticket = rows.get(pointer.ticket_id)
        if ticket is not None:
            yield _match(mail, sender, ticket, pointer)


def _match(mail: InboundMail, sender: MailSender, meant: Ticket, pointer: Pointer) -> Match:
    """A merged ticket's client is one of where it went, too: that was found safe or confirmed then."""
    found = _relation(mail, sender, meant, pointer.token)
    ticket = survivor_of(meant)
    if ticket.pk == meant.pk:
        return Match(meant, pointer, found)
    if found is not Relation.CLIENT:
        found = _relation(mail, sender, ticket, pointer.token)
    return Match(ticket, pointer, found, meant)


def _relation(mail: InboundMail, sender: MailSender, ticket: Ticket, token: Token | None) -> Relation:
    """What the sender is to the ticket; nobody is an employee whose own domain disowns the mail (DMARC)."""
    found = relation(sender, ticket, token)
    is_disowned = found is Relation.AGENT and Doubt.DMARC_FAILED in mail.doubts
    return Relation.STRANGER if is_disowned else found


def _tokens(mail: InboundMail, returned: str) -> list[Token]:
    """Genuine tokens: in the addresses first, then in the quoted Message-IDs from the newest."""
    addresses = [*mail.delivered_to, *(one.email for one in (*mail.to, *mail.cc))]
    found = [tokens.in_address(address) for address in addresses]
    found += [tokens.in_header(header) for header in (returned, *_headers(mail))]
    return [token for token in found if token is not None]


def _headers(mail: InboundMail) -> Sequence[str]:
    quoted = [mail.in_reply_to, *reversed(mail.references)]
    return list(dict.fromkeys(tokens.plain_header(header) for header in quoted if header))


def _numbered(mail: InboundMail) -> Sequence[int]:
    """Tickets whose number stands in the subject, in its order; merged and imported numbers count."""
    wanted = numbers_in(mail.subject, NUMBER_PREFIX.get())
    if not wanted:
        return ()
    found = dict(TicketNumber.objects.filter(number__in=wanted).values_list("number", "ticket_id"))
    found |= dict(Ticket.objects.filter(number__in=wanted).values_list("number", "pk"))
    return [found[number] for number in wanted if number in found]


def _sender(line: InboundRaw, mail: InboundMail, own: frozenset[str]) -> MailSender:
    """From; Reply-To of a site's form that sends under our address; the envelope of a mail without From."""
    address, name = mail.from_email or text.email_key(line.envelope_from), mail.from_name
    if address in own and mail.reply_to and mail.reply_to[0].email not in own:
        address, name = mail.reply_to[0].email, mail.reply_to[0].name or name
    return sender_of(address, name)


def _account(line: InboundRaw, mail: InboundMail) -> ChannelAccount | None:
    """The mailbox a mail without a named one is for: by its recipients, else the default one."""
    boxes = catalogue().mailboxes()
    by_address = {box.address: box for box in boxes}
    recipients = [line.envelope_to, *mail.delivered_to, *(one.email for one in (*mail.to, *mail.cc))]
    found = (by_address.get(without_plus(text.email_key(address))) for address in recipients)
    return next((box for box in found if box), boxes[0] if boxes else None)


def without_plus(address: str) -> str:
    """`support+token@…` → `support@…`."""
    local, _at, domain = address.partition("@")
    return f"{local.partition('+')[0]}@{domain}"
