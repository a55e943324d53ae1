"""A delivery as the mail that leaves: headers that keep the thread, two faces, files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime

from django.utils.translation import gettext as _

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail import looping, tokens
from otklik.channels.mail.asking import token_for
from otklik.channels.mail.claims import Purpose, Token
from otklik.channels.mail.enclosures import enclosures_of
from otklik.channels.mail.letters import as_recipient, sheet_of
from otklik.channels.mail.policy import POLICY
from otklik.channels.mail.queries import has_plus_addressing, thread_headers
from otklik.channels.mail.rendering import Rendered, render
from otklik.channels.mail.sheet import Sheet
from otklik.channels.mail.together import answers, together
from otklik.core import files
from otklik.notifications.commands.gather import ANSWERS
from otklik.notifications.enums import Audience, Letter
from otklik.notifications.models import Delivery
from otklik.notifications.sending import mailbox_for
from otklik.notifications.values import moment
from otklik.people.queries import staff
from otklik.tickets.models import MessageFile

_LONGEST_8BIT_LINE = 900


@dataclass(frozen=True)
class Composed:
    """The mail with its envelope. `header` is its Message-ID without brackets, `return_path` the envelope's
    sender that names the delivery; the same as `sender` where the mailbox cannot have such addresses."""

    account: ChannelAccount
    sender: str
    return_path: str
    recipient: str
    header: str
    message: EmailMessage


def compose(delivery: Delivery, carried: Sequence[Delivery] = ()) -> Composed | None:
    """The mail of a delivery, under the same Message-ID every time; None without a mailbox to send from.

    `carried`: further letters to the same address about the same ticket, which leave with it.
    """
    account = mailbox_for(delivery.ticket)
    if account is None:
        return None
    token = _token(delivery, carried)
    domain = account.sends_from.rpartition("@")[2]
    header = tokens.header_with(token, delivery.uid, domain)
    with as_recipient(delivery) as language:
        sheet = _sheet((delivery, *carried), token, account, language)
        message = EmailMessage(POLICY)
        all_of = (delivery, *carried)
        _address(message, all_of, account, token)
        message["Subject"] = sheet.title
        _identify(message, all_of, header)
        _fill(message, render(sheet), [link for one in all_of for link in _enclosed(one)])
    fix_boundaries(message, delivery.uid.hex)
    return Composed(
        account, account.sends_from, _return_path(delivery, account), delivery.address, header, message
    )


def _token(delivery: Delivery, carried: Iterable[Delivery]) -> Token:
    """An answer to a mail that tells of anything internal stays inside."""
    found = [token_for(one) for one in (delivery, *carried)]
    return next((token for token in found if token.purpose is Purpose.NOTE), found[0])


def _sheet(all_of: Sequence[Delivery], token: Token, account: ChannelAccount, language: str) -> Sheet:
    all_of = _worth_saying(all_of)
    sheets = [sheet_of(one, account, language) for one in all_of]
    if len(sheets) == 1:
        return sheets[0]
    if all_of[0].audience == Audience.CLIENT:
        return answers(sheets, [_heading(one, account) for one in all_of])
    # What an answer does is said at the foot of the letter the token is of.
    foot = next(sheet.footer for sheet, one in zip(sheets, all_of, strict=True) if token_for(one) == token)
    return replace(together(sheets, _("Several things happened:")), footer=foot)


def _worth_saying(all_of: Sequence[Delivery]) -> Sequence[Delivery]:
    """Several changes of status say the same, as each letter names the one the request is in now."""
    changes = [one for one in all_of if one.letter == Letter.STATUS]
    return [one for one in all_of if one.letter != Letter.STATUS or one is changes[-1]]


def _heading(delivery: Delivery, account: ChannelAccount) -> str:
    """Who said it and when, over each of several answers in one mail."""
    said = delivery.message
    name = (said.author_name if said else "") or str(account.sender_name or account.title)
    return f"{name}, {moment(said.created_at if said else delivery.created_at)}"


def _return_path(delivery: Delivery, account: ChannelAccount) -> str:
    """Signed where reports sent to it come back to the mailbox itself."""
    if account.sends_from != account.address or not has_plus_addressing(account):
        return account.sends_from
    return tokens.return_path(account.address, delivery.pk)


def _address(
    message: EmailMessage, all_of: Sequence[Delivery], account: ChannelAccount, token: Token
) -> None:
    delivery, name = all_of[0], str(account.sender_name or account.title)
    authors = {one.message.agent_id for one in all_of if one.letter in ANSWERS and one.message}
    if len(authors) == 1:
        agent = staff().agents.get(authors.pop() or 0)
        name = ", ".join(filter(None, (agent.name if agent else "", name)))
    message["From"] = mail_address(account.sends_from, name)
    message["To"] = _to(delivery)
    copied = dict.fromkeys(address for one in all_of for address in _copied(one))
    if copied:
        message["Cc"] = [mail_address(address, "") for address in copied]
    local, _at, domain = account.address.rpartition("@")
    mark = f"+{tokens.write(token)}" if has_plus_addressing(account) else ""
    message["Reply-To"] = Address(username=local + mark, domain=domain)


def _to(delivery: Delivery) -> Address:
    """Who is in copy reads to whom the answer went; whoever registered for another has their own."""
    ticket = delivery.ticket
    in_copy = delivery.audience == Audience.CLIENT and delivery.contact_id is None
    if in_copy and ticket.contact_email and delivery.message is not None:
        return mail_address(ticket.contact_email, ticket.contact_name)
    return mail_address(delivery.address, delivery.name)


def _copied(delivery: Delivery) -> Iterator[str]:
    """Everybody in copy stands in every copy of the mail, so that "reply to all" reaches all."""
    if delivery.letter in ANSWERS and delivery.message is not None:
        yield from (str(raw) for raw in delivery.message.body.cc if "@" in str(raw))


def _identify(message: EmailMessage, all_of: Sequence[Delivery], header: str) -> None:
    delivery = all_of[0]
    message["Date"] = format_datetime(delivery.created_at)
    message["Message-ID"] = f"<{header}>"
    known = thread_headers(delivery)
    if known:
        message["In-Reply-To"] = f"<{known[-1]}>"
        message["References"] = " ".join(f"<{one}>" for one in known)
    message[looping.LOOP_HEADER] = looping.mark(delivery.pk)
    message["X-Otklik-Ticket"] = delivery.ticket.number
    if not any(_is_written_by_a_person(one) for one in all_of):
        # RFC 3834, section 5: who answers mail by machine leaves ours alone.
        answers = delivery.letter == Letter.CONFIRMATION and known
        message["Auto-Submitted"] = "auto-replied" if answers else "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
    if delivery.audience == Audience.TEAM:
        message["List-Id"] = _list_id(delivery, header)


def _is_written_by_a_person(delivery: Delivery) -> bool:
    return delivery.letter in ANSWERS and delivery.message is not None


def _list_id(delivery: Delivery, header: str) -> str:
    """RFC 2919: by which the members of a team's list file our letters."""
    team = staff().teams.get(delivery.ticket.team_id or 0)
    return f"<{team.code if team else 'desk'}.teams.{header.rpartition('@')[2]}>"


def _enclosed(delivery: Delivery) -> Sequence[MessageFile]:
    """What travels with an answer to a client; letters to staff name the files and lead to the desk."""
    if delivery.letter not in ANSWERS or delivery.message_id is None:
        return ()
    return enclosures_of(delivery.message_id).enclosed


def _fill(message: EmailMessage, faces: Rendered, enclosed: Iterable[MessageFile]) -> None:
    message.set_content(faces.text, cte=encoding_of(faces.text))
    message.add_alternative(faces.html, subtype="html")
    html = list(message.iter_parts())[-1]
    for link in enclosed:
        main, sub = _type_of(link)
        content = files.read_blob(link.file.blob)
        if link.content_id and isinstance(html, MIMEPart):
            html.add_related(content, main, sub, cid=f"<{link.content_id}>", filename=link.file.name)
        else:
            message.add_attachment(content, maintype=main, subtype=sub, filename=link.file.name)


def _type_of(link: MessageFile) -> tuple[str, str]:
    """A type a file may have inside a mail: containers are sent as plain bytes."""
    main, _slash, sub = link.file.content_type.partition("/")
    return (main, sub) if sub and main not in ("multipart", "message") else ("application", "octet-stream")


def encoding_of(words: str) -> str | None:
    """8-bit where the lines allow it: a mail in the outbox can be read by eye. Else the library's choice."""
    longest = max((len(line.encode()) for line in words.splitlines()), default=0)
    return "8bit" if longest <= _LONGEST_8BIT_LINE else None


def fix_boundaries(message: EmailMessage, seed: str) -> None:
    """Boundaries from the delivery's id instead of chance: a repeated mail is the same to the last byte."""
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{seed}_{number}")


def mail_address(email: str, name: str) -> Address:
    """Without line breaks, wherever name and address came from: a header must not smuggle in another."""
    local, _at, domain = "".join(email.split()).rpartition("@")
    return Address(display_name=" ".join(name.split()), username=local, domain=domain)
