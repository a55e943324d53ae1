"""Trying a mailbox's servers before it is saved: what works, what does not, how to mend it.

Nothing is taken, marked or sent: the folder is opened for reading only, and the conversation with the SMTP
server ends before a mail would begin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from imapclient import IMAPClient

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail import imap, pop3, smtp
from otklik.channels.mail.access import require_administrator
from otklik.channels.mail.enums import AfterTaking, Protocol, SendsBy, SignIn
from otklik.channels.mail.granting import token_for
from otklik.channels.mail.mailbox_spec import Incoming, Outgoing, incoming_problems, outgoing_problems
from otklik.channels.mail.pop3_wire import Pop3Client
from otklik.channels.mail.probing import probe
from otklik.channels.mail.reach import Reach
from otklik.channels.mail.reaching import api_of, kept_passwords, smtp_server_of
from otklik.channels.mail.troubles import FAILURES, Trouble, token_trouble, trouble_of
from otklik.people.actor import Actor


@dataclass(frozen=True)
class Check:
    """One thing that was tried: what, whether it works, in words, and what to do where it does not."""

    what: str
    ok: bool
    words: str
    remedy: str = ""


def try_connection(
    actor: Actor,
    incoming: Incoming | None,
    outgoing: Outgoing | None = None,
    *,
    account: ChannelAccount | None = None,
    address: str = "",
) -> Sequence[Check]:
    """Try both servers as far as they are given. Administrators only; takes seconds, at most a minute.

    A password of None is the one kept with `account`. `address`: what mails will leave under.
    """
    require_administrator(actor)
    try:
        kept = kept_passwords(account, outgoing.by if outgoing else SendsBy.SMTP)
        token = _token(account, incoming, outgoing)
    except Trouble as trouble:
        return [Check(_("Login"), False, trouble.words, trouble.remedy)]
    checks: list[Check] = []
    if incoming is not None:
        checks += _incoming(incoming, kept[0], token)
    if outgoing is not None:
        login = outgoing.login or (incoming.login if incoming and outgoing.sign_in is SignIn.OAUTH else "")
        checks += _outgoing(replace(outgoing, login=login), kept[1], address, token)
    return checks


def _token(account: ChannelAccount | None, incoming: Incoming | None, outgoing: Outgoing | None) -> str:
    """The provider's token where a side wants one. `Trouble` when there is none."""
    if not any(side is not None and side.sign_in is SignIn.OAUTH for side in (incoming, outgoing)):
        return ""
    if account is None:
        raise Trouble(
            _("Nobody has signed in for this mailbox yet."),
            _("Save it, then press “Sign in with …” on its page."),
        )
    return token_for(account)


def _incoming(incoming: Incoming, kept: str, token: str) -> Iterator[Check]:
    problems = incoming_problems(incoming)
    if problems:
        yield from _as_checks(_("Incoming mail"), problems)
        return
    password = kept if incoming.password is None else incoming.password
    reach = Reach(
        incoming.host.strip(),
        incoming.port,
        incoming.security,
        incoming.login.strip(),
        password,
        token if incoming.sign_in is SignIn.OAUTH else "",
    )
    connecting = _("Connection to %(host)s, port %(port)s") % {"host": reach.host, "port": reach.port}
    if incoming.protocol is Protocol.POP3:
        yield from _maildrop(connecting, reach, incoming)
        return
    try:
        client = imap.connect(reach)
    except (*FAILURES, Trouble) as error:
        yield _failed(connecting, error, reach)
        return
    try:
        yield Check(connecting, True, _("The server answers."))
        yield from _signed_in(client, reach, incoming)
    finally:
        imap.leave(client)


def _signed_in(client: IMAPClient, reach: Reach, incoming: Incoming) -> Iterator[Check]:
    what = _("Login %(login)s") % {"login": reach.login}
    try:
        imap.log_in(client, reach)
    except FAILURES as error:
        yield _failed(what, error, reach)
        return
    waits = imap.can_wait(client)
    yield Check(
        what,
        True,
        _("Signed in; new mail is told of at once.")
        if waits
        else _("Signed in; the server is asked every %(seconds)s seconds.")
        % {"seconds": incoming.every_seconds},
    )
    for name in incoming.folders:
        yield _folder(client, reach, name)
    if incoming.after is AfterTaking.MOVE:
        yield _target(client, reach, incoming.move_to)


def _maildrop(connecting: str, reach: Reach, incoming: Incoming) -> Iterator[Check]:
    """The same for POP3: what lies there is counted, nothing is downloaded or deleted."""
    try:
        client = pop3.connect(reach)
    except (*FAILURES, Trouble) as error:
        yield _failed(connecting, error, reach)
        return
    try:
        yield Check(connecting, True, _("The server answers."))
        yield _counted(client, reach, incoming)
    finally:
        pop3.leave(client)


def _counted(client: Pop3Client, reach: Reach, incoming: Incoming) -> Check:
    what = _("Login %(login)s") % {"login": reach.login}
    try:
        pop3.log_in(client, reach)
        number = len(client.uidls())
        client.quit()
    except FAILURES as error:
        return _failed(what, error, reach)
    words = _("Signed in; %(all)s mails lie there. The server is asked every %(seconds)s seconds.")
    return Check(what, True, words % {"all": number, "seconds": incoming.every_seconds})


def _folder(client: IMAPClient, reach: Reach, name: str) -> Check:
    what = _("Folder %(name)s") % {"name": name}
    try:
        if not client.folder_exists(name):
            known = ", ".join(str(found) for _flags, _mark, found in client.list_folders())[:300]
            return Check(
                what,
                False,
                _("There is no such folder."),
                _("Folders of this mailbox: %(known)s.") % {"known": known},
            )
        found = client.select_folder(name, readonly=True)
        unread = len(client.search(["UNSEEN"]))
    except FAILURES as error:
        return _failed(what, error, reach)
    numbers = {"all": int(found.get(b"EXISTS", 0)), "unread": unread}
    return Check(what, True, _("%(all)s mails, %(unread)s of them unread.") % numbers)


def _target(client: IMAPClient, reach: Reach, name: str) -> Check:
    what = _("Folder %(name)s") % {"name": name}
    try:
        exists = client.folder_exists(name)
    except FAILURES as error:
        return _failed(what, error, reach)
    return Check(what, True, _("Taken mail goes there.") if exists else _("It will be made."))


def _outgoing(outgoing: Outgoing, kept: str, address: str, token: str) -> Iterator[Check]:
    problems = outgoing_problems(outgoing)
    if problems:
        yield from _as_checks(_("Outgoing mail"), problems)
        return
    password = kept if outgoing.password is None else outgoing.password
    reach = Reach(
        outgoing.host.strip(),
        outgoing.port,
        outgoing.security,
        outgoing.login.strip(),
        password,
        token if outgoing.sign_in is SignIn.OAUTH else "",
    )
    what = _("Outgoing mail by %(host)s, port %(port)s") % {"host": reach.host, "port": reach.port}
    if outgoing.by is not SendsBy.SMTP:
        yield _by_api(what, outgoing.by, reach, address)
        return
    try:
        with smtp.connected(smtp_server_of(reach)) as connection:
            code, answer = connection.mail(address) if address else (250, b"")
            connection.rset()
    except (*FAILURES, smtp.TryAgain) as error:
        yield _failed(what, error, reach)
        return
    if code != smtp.ACCEPTED:
        said = answer.decode("utf-8", "replace")
        yield Check(
            what,
            False,
            _("It does not send for %(address)s: %(said)s") % {"address": address, "said": said},
            _("Use the address the login belongs to, or allow this one in the provider's settings."),
        )
        return
    yield Check(what, True, _("The server is ready to send."))


def _by_api(what: str, by: SendsBy, reach: Reach, address: str) -> Check:
    try:
        probe(api_of(by, reach), address.rpartition("@")[2])
    except Trouble as trouble:
        return Check(what, False, trouble.words, trouble.remedy)
    return Check(what, True, _("The provider knows the key. Letters are signed (DKIM) there."))


def _as_checks(what: str, problems: dict[str, str]) -> list[Check]:
    return [Check(what, False, words) for words in problems.values()]


def _failed(what: str, error: Exception, reach: Reach) -> Check:
    trouble = trouble_of(error, reach.host, reach.port, reach.login)
    if trouble.is_sign_in and reach.token:
        trouble = token_trouble(error, reach.host, reach.login)
    return Check(what, False, trouble.words, trouble.remedy)
