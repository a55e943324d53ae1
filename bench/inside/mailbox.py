"""Adds a mailbox on an IMAP server: `python -m bench.inside.mailbox NAME HOST PORT USER PASSWORD`, with
the program's environment, on the working copy."""

from __future__ import annotations

import sys

from otklik.catalogue.commands.make import AccountSpec
from otklik.channels.mail.commands import create_mailbox
from otklik.channels.mail.enums import Security
from otklik.channels.mail.mailbox_spec import Incoming, MailboxSpec
from otklik.core.translated import translated
from otklik.organisation.queries import default_brand
from otklik.people.actor import SYSTEM
from otklik.people.models import Team

DOMAIN = "desk.test"


def main(box: str, host: str, port: str, user: str, password: str) -> None:
    """One mailbox of the IT team."""
    team = Team.objects.get(code="it")
    name = translated(ru="Замер", en="Bench")
    account = AccountSpec(box, f"{box}@{DOMAIN}", name, default_brand(), team=team)
    create_mailbox(SYSTEM, MailboxSpec(account, Incoming(host, int(port), Security.NONE, user, password)))


if __name__ == "__main__":
    main(*sys.argv[1:])
