"""An open, signed-in connection to an IMAP server (RFC 3501), and what it can do."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from django.utils.translation import gettext as _
from imapclient import IMAPClient, SocketTimeout

from otklik.channels.mail.enums import Security
from otklik.channels.mail.reach import Reach
from otklik.channels.mail.troubles import FAILURES, Trouble, trouble_of

CONNECT_SECONDS = 15
ANSWER_SECONDS = 60


@contextmanager
def signed_in(reach: Reach) -> Iterator[IMAPClient]:
    """A connection that is logged out afterwards. `Trouble` for whatever goes wrong, inside the block too."""
    client = None
    try:
        client = connect(reach)
        log_in(client, reach)
        yield client
    except FAILURES as error:
        raise trouble_of(error, reach.host, reach.port, reach.login) from error
    finally:
        if client is not None:
            leave(client)


def connect(reach: Reach) -> IMAPClient:
    """Connected and, where asked for, encrypted; not signed in. Raises what library and network raise."""
    context = ssl.create_default_context()
    is_ssl = reach.security is Security.SSL
    client = IMAPClient(
        reach.host,
        reach.port,
        ssl=is_ssl,
        ssl_context=context if is_ssl else None,
        timeout=SocketTimeout(CONNECT_SECONDS, ANSWER_SECONDS),
    )
    try:
        _encrypt(client, reach, context)
    except BaseException:
        client.shutdown()
        raise
    return client


def _encrypt(client: IMAPClient, reach: Reach, context: ssl.SSLContext) -> None:
    if reach.security is Security.STARTTLS:
        if b"STARTTLS" not in client.capabilities():
            raise Trouble(
                _("%(host)s offers no encryption at port %(port)s.")
                % {"host": reach.host, "port": reach.port},
                _("Choose SSL and port 993."),
            )
        client.starttls(context)


def log_in(client: IMAPClient, reach: Reach) -> None:
    """Sign in with the provider's token, or with login and password.

    LOGIN carries ASCII alone (RFC 3501), PLAIN everything (RFC 4616).
    """
    if reach.token:
        _show_token(client, reach)
        return
    if (reach.login + reach.password).isascii():
        client.login(reach.login, reach.password)
    else:
        client.plain_login(reach.login, reach.password)


def _show_token(client: IMAPClient, reach: Reach) -> None:
    if client.has_capability("AUTH=XOAUTH2") or not client.has_capability("AUTH=OAUTHBEARER"):
        client.oauth2_login(reach.login, reach.token)
    else:
        client.oauthbearer_login(reach.login, reach.token)


def leave(client: IMAPClient) -> None:
    """Log out, and close the socket whatever the server makes of that."""
    try:
        with suppress(*FAILURES):  # it may be gone already: then there is nothing to take leave of
            client.logout()
    finally:
        with suppress(*FAILURES):
            client.shutdown()


def acknowledge(
    client: IMAPClient, uids: Sequence[int], flags: Sequence[bytes], move_to: str, delete: bool
) -> None:
    """Mark, move or delete mails of the selected folder. The folder to move to is made when there is none."""
    if move_to:
        _move(client, uids, move_to)
    elif delete:
        client.delete_messages(uids, silent=True)
        _expunge(client, uids)
    elif flags:
        client.add_flags(uids, flags, silent=True)


def _move(client: IMAPClient, uids: Sequence[int], folder: str) -> None:
    if not client.folder_exists(folder):
        client.create_folder(folder)
    if client.has_capability("MOVE"):
        client.move(uids, folder)
        return
    client.copy(uids, folder)
    client.delete_messages(uids, silent=True)
    _expunge(client, uids)


def _expunge(client: IMAPClient, uids: Sequence[int]) -> None:
    """Only ours where the server can (RFC 4315); else everything marked as deleted in the folder."""
    if client.has_capability("UIDPLUS"):
        client.uid_expunge(uids)
    else:
        client.expunge()


def can_wait(client: IMAPClient) -> bool:
    """Whether the server tells of new mail by itself (IDLE, RFC 2177)."""
    return bool(client.has_capability("IDLE"))
