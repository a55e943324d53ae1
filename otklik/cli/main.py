"""Where the program starts: finds the command among `COMMANDS` and hands it the rest of the line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from otklik.core.errors import BadEnvironment, Refused

EX_CONFIG = 78  # sysexits.h: something was found in an unconfigured or misconfigured state


@dataclass(frozen=True)
class Command:
    """The module whose `main(argv)` does it, and what the list of commands says about it."""

    module: str
    summary: str


COMMANDS = {
    "serve": Command("otklik.cli.serve", "web pages, API and live updates"),
    "worker": Command("otklik.cli.worker", "background work; any number on any number of machines"),
    "all": Command("otklik.cli.all", "both in one process group, for a small installation"),
    "migrate": Command("otklik.cli.migrate", "bring the database up to date"),
    "doctor": Command("otklik.cli.doctor", "check the installation and say in words what is wrong"),
    "demo": Command("otklik.cli.demo", "demo data, a little or a million tickets"),
    "mail receive": Command("otklik.cli.mail_receive", "take a raw mail from standard input"),
    "mail fetch": Command("otklik.cli.mail_fetch", "look once into the mailboxes"),
    "mail parse": Command("otklik.channels.mail.cli_parse", "show what is read out of a raw mail"),
    "import csv": Command("otklik.cli.import_csv", "clients from a table (CSV, Excel), with a report"),
    "user create": Command("otklik.cli.user_create", "an account for an employee"),
    "token create": Command("otklik.cli.token_create", "an API token for an agent or a contact"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command named by the first one or two words; return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    for length in (2, 1):
        command = COMMANDS.get(" ".join(words[:length]))
        if command is not None:
            return _run(command, words[length:])
    is_asked_for = words[:1] in (["--help"], ["-h"], ["help"])
    print(_usage(), file=sys.stdout if is_asked_for else sys.stderr)
    return 0 if is_asked_for else 2


def _run(command: Command, argv: Sequence[str]) -> int:
    try:
        code: int = import_module(command.module).main(argv)
    except Refused as refusal:
        print(refusal.message if refusal.message else refusal, file=sys.stderr)
        return 1
    except BadEnvironment as error:
        print(f"otklik: {error}", file=sys.stderr)
        return EX_CONFIG
    except KeyboardInterrupt:
        return 130
    return code


def _usage() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name.ljust(width)}   {command.summary}" for name, command in COMMANDS.items()]
    return "\n".join(["usage: otklik COMMAND [options]", "", *lines, "", "otklik COMMAND --help says more."])


if __name__ == "__main__":
    sys.exit(main())
