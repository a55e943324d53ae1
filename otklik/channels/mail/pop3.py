"""An open, signed-in connection to a POP3 server."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.utils.translation import gettext as _

from otklik.channels.mail import oauth
from otklik.channels.mail.enums import Security
from otklik.channels.mail.pop3_wire import Pop3Client, Pop3Error, Pop3Gone
from otklik.channels.mail.reach import Reach
from otklik.channels.mail.troubles import FAILURES, SignInRefused, Trouble, trouble_of

CONNECT_SECONDS = 15
ANSWER_SECONDS = 60
_TEMPORARY = frozenset({"IN-USE", "LOGIN-DELAY", "SYS/TEMP"})
"""Refusals at the door that say nothing about login and password (RFC 2449, RFC 3206)."""


@contextmanager
def signed_in(reach: Reach) -> Iterator[Pop3Client]:
    """A connection. At the block's end what was marked is deleted; after an error nothing is.

    `Trouble` for whatever goes wrong, inside the block too.
    """
    client = None
    try:
        client = connect(reach)
        log_in(client, reach)
        yield client
        client.quit()
    except FAILURES as error:
        raise trouble_of(error, reach.host, reach.port, reach.login) from error
    finally:
        if client is not None:
            leave(client)


def connect(reach: Reach) -> Pop3Client:
    """Connected and, where asked for, encrypted; not signed in. Raises what wire and network raise."""
    context = ssl.create_default_context()
    client = Pop3Client(
        reach.host,
        reach.port,
        context=context if reach.security is Security.SSL else None,
        connect_seconds=CONNECT_SECONDS,
        answer_seconds=ANSWER_SECONDS,
    )
    try:
        if reach.security is Security.STARTTLS:
            _encrypt(client, reach, context)
    except BaseException:
        leave(client)
        raise
    return client


def _encrypt(client: Pop3Client, reach: Reach, context: ssl.SSLContext) -> None:
    if "STLS" not in client.capabilities():
        raise Trouble(
            _("%(host)s offers no encryption at port %(port)s.") % {"host": reach.host, "port": reach.port},
            _("Choose SSL and port 995."),
        )
    client.starttls(context)


def log_in(client: Pop3Client, reach: Reach) -> None:
    """Sign in. `SignInRefused` when login, password or token are wrong."""
    try:
        if reach.token:
            client.authenticate("XOAUTH2", oauth.xoauth2(reach.login, reach.token))
        else:
            client.log_in(reach.login, reach.password)
    except Pop3Gone:
        raise
    except Pop3Error as error:
        if error.code in _TEMPORARY:
            raise
        raise SignInRefused(str(error)) from error


def leave(client: Pop3Client) -> None:
    """Close the socket, whatever state it is in."""
    with suppress(*FAILURES):  # it may be gone already
        client.close()
