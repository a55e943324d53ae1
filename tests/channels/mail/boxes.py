"""Mailboxes that are fetched from the test's IMAP server, and a look into that server behind our back."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.catalogue.commands.make import AccountSpec
from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.commands import create_mailbox
from otklik.channels.mail.enums import Security
from otklik.channels.mail.mailbox_spec import Incoming, MailboxSpec, Outgoing
from otklik.channels.mail.models import MailServer
from otklik.core.translated import translated
from otklik.organisation.queries import default_brand
from otklik.people.models import Team
from tests import make
from tests.channels.mail.writing import mail
from tests.support.imap import ImapServer


def incoming(server: ImapServer) -> Incoming:
    """The test's server, signed in as its only account."""
    return Incoming(server.host, server.port, Security.NONE, server.user, server.password)


def spec(
    name: str, incoming: Incoming | None, *, team: Team | None = None, outgoing: Outgoing | None = None
) -> MailboxSpec:
    """A mailbox of the default brand."""
    title = translated(ru="Поддержка", en="Support")
    account = AccountSpec(name, f"{name}@desk.test", title, default_brand(), team=team)
    return MailboxSpec(account, incoming, outgoing)


def fetched_mailbox(people: make.Cast, source: Incoming) -> ChannelAccount:
    """A mailbox `support` of the IT team, fetched from there."""
    return create_mailbox(people.admin, spec("support", source, team=people.it))


def server_of(account: ChannelAccount) -> MailServer:
    """Its servers as they are now."""
    return MailServer.objects.select_related("account", "polling").get(account=account)


def fill(server: ImapServer, subjects: Sequence[str], *, flags: str = "", folder: str = "INBOX") -> None:
    """Put a mail for each subject into a folder."""
    with server.connect() as client:
        client.create(folder)
        for number, subject in enumerate(subjects):
            raw = mail(f"person{number % 30}@client.test", f"Текст: {subject}", subject=subject)
            client.append(folder, flags, "", raw)


def lying_in(server: ImapServer, folder: str = "INBOX") -> list[str]:
    """The flags of each mail that lies in a folder."""
    with server.connect() as client:
        _answer, (count, *_more) = client.select(folder, readonly=True)
        if count == b"0":
            return []
        _answer, found = client.fetch("1:*", "(FLAGS)")
        return [str(one) for one in found if one]
