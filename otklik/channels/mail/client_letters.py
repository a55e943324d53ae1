"""What letters to clients say: confirmation, answer, question, done work, reminder (MAIL-5, MAIL-7, REG-9).

The words around an employee's are texts an administrator may write anew (`notifications.texts`); the answer
comes first, then one button, the facts, and what was said before (ux.md f).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount
from otklik.catalogue.queries import catalogue
from otklik.channels.mail import ordering
from otklik.channels.mail.enclosures import enclosures_of, names_of_files
from otklik.channels.mail.quotes import SEPARATOR
from otklik.channels.mail.sheet import Button, Fact, Mark, Quote, Sheet, Verdict
from otklik.core import html as markup
from otklik.core import text
from otklik.notifications import filling, texts
from otklik.notifications.enums import Letter, TextKind
from otklik.notifications.links import client_link, opinion_link
from otklik.notifications.models import Delivery
from otklik.notifications.texts import Text, text_in_force
from otklik.notifications.values import moment, values_of
from otklik.people.queries import AgentInfo, staff
from otklik.surveys.queries import captions
from otklik.surveys.settings import IS_ON
from otklik.surveys.terms import VALUES
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries.single import first_message
from otklik.tickets.queries.workflow import workflow

QUOTED = 3
QUOTE_LENGTH = 1500


def confirmation(delivery: Delivery, account: ChannelAccount, language: str) -> Sheet:
    """We have it: number, what happens next, and the client's own words back."""
    ticket = delivery.ticket
    letter = _Letter(delivery, account, language, TextKind.CONFIRMATION)
    first = first_message(ticket.pk)
    own = first.contact_id == delivery.contact_id
    return letter.sheet(
        words="\n\n".join(filter(None, (ordering.sentence(delivery), letter.filled))),
        outro=_answer_hint(),
        button=letter.button(_("Open the request")),
        facts=[*_facts(ticket, with_status=False), Fact(_("Registered"), moment(ticket.created_at))],
        quotes=[_quote(first)],
        quotes_title=_("Your message") if own else _("The message"),
        files=names_of_files(first),
        footer=str(account.signature).splitlines(),
    )


def answer(delivery: Delivery, account: ChannelAccount, language: str) -> Sheet:
    """An employee's words first, then the facts, then what was said before."""
    asks = delivery.letter == Letter.CLARIFICATION
    letter = _Letter(delivery, account, language, TextKind.CLARIFICATION if asks else TextKind.REPLY)
    label = _("Answer on the portal") if asks else _("Open the request")
    return letter.answering(button=letter.button(label), footer=() if asks else (_answer_hint(),))


def done(delivery: Delivery, account: ChannelAccount, language: str) -> Sheet:
    """The solution, then the row 5 to 1 and the way back to work."""
    letter = _Letter(delivery, account, language, TextKind.DONE)
    number = Fact(_("Request"), f"{delivery.ticket.number}, {delivery.ticket.subject}", letter.link)
    facts = [number, *ordering.facts(delivery.ticket)]
    return letter.answering(verdict=_verdict(delivery, language), facts=facts)


def reminder(delivery: Delivery, account: ChannelAccount, language: str) -> Sheet:
    """Our question once more, for a client who has not answered."""
    letter = _Letter(delivery, account, language, TextKind.REMINDER)
    asked = [_quote(delivery.message)] if delivery.message else []
    return letter.sheet(
        words=letter.filled,
        button=letter.button(_("Answer on the portal")),
        facts=_facts(delivery.ticket),
        quotes=asked,
        quotes_title=_("Our question"),
        footer=str(account.signature).splitlines(),
    )


def status(delivery: Delivery, account: ChannelAccount, language: str) -> Sheet:
    """The request has come to another status, by the name clients read."""
    letter = _Letter(delivery, account, language, TextKind.STATUS)
    return letter.sheet(
        words=letter.filled,
        outro=_answer_hint(),
        button=letter.button(_("Open the request")),
        facts=_facts(delivery.ticket),
        footer=str(account.signature).splitlines(),
    )


def _answer_hint() -> str:
    """Stands in letters alone: who reads the message in the portal has a box to answer in."""
    return _("Want to add something? Answer this mail, photos are welcome.")


class _Letter:
    """One letter: its text in force, filled in; the pieces every letter has."""

    def __init__(self, delivery: Delivery, account: ChannelAccount, language: str, kind: TextKind) -> None:
        self._delivery = delivery
        self._account = account
        self._language = language
        self.link = client_link(delivery.ticket, delivery.contact, delivery.ticket.brand.base_url)
        self._values = values_of(delivery.ticket, account, link=self.link)
        self._text = _text(kind, delivery.ticket, account, language)
        frame = _text(TextKind.FRAME, delivery.ticket, account, language)
        self._before, self._after = (self._fill(part) for part in filling.around(frame.text, texts.CONTENT))

    @property
    def filled(self) -> str:
        """The whole text, for a letter without an employee's words."""
        return self._fill(self._text.text)

    def button(self, label: str) -> Button | None:
        """To the request's page; none where the installation has none for this client."""
        return Button(label, self.link) if self.link else None

    def answering(
        self,
        *,
        button: Button | None = None,
        verdict: Verdict | None = None,
        facts: Sequence[Fact] = (),
        footer: Sequence[str] = (),
    ) -> Sheet:
        """A letter around an employee's message, or around none where work was done without words."""
        message, ticket = self._delivery.message, self._delivery.ticket
        before, after = (self._fill(part) for part in filling.around(self._text.text, texts.ANSWER))
        agent = staff().agents.get(message.agent_id or 0) if message else None
        said = message.body.text if message else ordering.done_by_word(self._delivery)
        html = message.body.html if message else markup.from_text(said)
        lead = markup.from_text(before) if before else ""
        return self.sheet(
            words="\n\n".join(filter(None, (before, said))),
            html=lead + html,
            signature=_signature(agent, self._account, message),
            outro=after,
            button=button,
            verdict=verdict,
            facts=facts or _facts(ticket),
            quotes=_earlier(ticket, message),
            quotes_title=_("Earlier messages"),
            footer=[*footer, *_about_recipients(message, ticket)],
        )

    def sheet(
        self,
        *,
        words: str,
        html: str = "",
        signature: Sequence[str] = (),
        outro: str = "",
        button: Button | None = None,
        verdict: Verdict | None = None,
        facts: Sequence[Fact] = (),
        files: Sequence[str] = (),
        quotes: Sequence[Quote] = (),
        quotes_title: str = "",
        footer: Sequence[str] = (),
    ) -> Sheet:
        """The letter with the frame around it."""
        return Sheet(
            language=self._language,
            title=self.title,
            separator=SEPARATOR[self._language],
            intro=self._before,
            html=html or markup.from_text(words),
            text=words,
            signature=signature,
            outro=outro,
            button=button,
            verdict=verdict,
            facts=facts,
            files=files,
            quotes=quotes,
            quotes_title=quotes_title,
            footer=[
                text.one_line(line, 300) for line in (*footer, *self._after.splitlines()) if line.strip()
            ],
        )

    @property
    def title(self) -> str:
        """The subject."""
        return " ".join(self._fill(self._text.subject).split())

    def _fill(self, piece: str) -> str:
        return filling.fill(piece, self._values)


def _text(kind: TextKind, ticket: Ticket, account: ChannelAccount, language: str) -> Text:
    return text_in_force(kind, language, account_id=account.pk, brand_id=ticket.brand_id)


def _verdict(delivery: Delivery, language: str) -> Verdict:
    ticket, base = delivery.ticket, delivery.ticket.brand.base_url
    words: Mapping[int, str] = captions(language) if IS_ON.get() and ticket.outcome is None else {}
    at = {"moment": moment(ticket.resolved_at or delivery.created_at)}
    said = [_("The request was completed on %(moment)s.") % at]
    if words:
        said.append(_("Press a mark, you need not sign in."))
    if ticket.closes_at is not None:
        said.append(
            _("Unless you object, it closes by itself on %(moment)s.") % {"moment": moment(ticket.closes_at)}
        )

    def link(rate: int | None = None) -> str:
        return opinion_link(
            ticket.pk, delivery.contact_id, base, rate=rate, reopen=rate is None, since=delivery.created_at
        )

    return Verdict(
        title=_("How did we do?") if words else _("Is everything all right?"),
        words=" ".join(said),
        marks=[Mark(value, words[value], link(value)) for value in VALUES if value in words],
        back=Button(_("The problem is still there"), link()),
        back_words=_("We take it back to work without a new request. Or simply answer this mail."),
    )


def _signature(agent: AgentInfo | None, account: ChannelAccount, message: Message | None) -> Sequence[str]:
    """Who answers and for whom; an employee's own signature and the mailbox's, each line once."""
    sender = str(account.sender_name or account.title)
    own = agent.signature.splitlines() if agent else []
    lines = [message.author_name if message else "", *own, sender, *str(account.signature).splitlines()]
    return list(dict.fromkeys(line.strip() for line in lines if line.strip()))


def _facts(ticket: Ticket, *, with_status: bool = True) -> Sequence[Fact]:
    status = workflow().statuses[ticket.status_id]
    service = catalogue().services.get(ticket.service_id or 0)
    facts = [Fact(_("Number"), ticket.number), Fact(_("Subject"), ticket.subject)]
    if with_status:
        facts.append(Fact(_("Status"), str(status.client_name or status.name)))
    if service:
        facts.append(Fact(_("Service"), str(service.name)))
    return [*facts, *ordering.facts(ticket)]


def _earlier(ticket: Ticket, message: Message | None) -> Sequence[Quote]:
    """The last public messages before this one, the newest first. Notes are not even asked for."""
    rows = Message.objects.select_related("body").filter(ticket=ticket, public=True, automatic=False)
    rows = rows.filter(released_at__isnull=False)
    if message is not None:
        rows = rows.filter(pk__lt=message.pk)
    return [_quote(row) for row in rows.order_by("-id")[:QUOTED]]


def _quote(message: Message) -> Quote:
    words = message.body.text
    if len(words) > QUOTE_LENGTH:
        words = words[:QUOTE_LENGTH].rsplit(" ", 1)[0] + " …"
    return Quote(message.author_name or message.author_email, message.created_at, words)


def _about_recipients(message: Message | None, ticket: Ticket) -> list[str]:
    """What did not fit into the mail, and who else got it."""
    if message is None:
        return []
    lines = []
    left_out = enclosures_of(message.pk).left_out
    if left_out:
        lines.append(
            _("Too large for a mail: %(names)s. Ask us for another way.") % {"names": ", ".join(left_out)}
        )
    copied = [str(address) for address in message.body.cc]
    if copied:
        names = ", ".join([ticket.contact_name or ticket.contact_email, *copied])
        lines.append(_("This mail went to %(names)s.") % {"names": names})
    return lines
