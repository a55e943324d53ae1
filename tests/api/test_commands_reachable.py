"""Whatever a person can do in a page, a program can do: each public command of tickets has an operation.

A command without one stands here with its reason; a reason for a command that has gone fails too.
"""

from __future__ import annotations

import inspect
import re
from types import ModuleType

from otklik.api import (
    actions,
    asset_pictures,
    assets,
    binding,
    client_fields,
    client_files,
    companies,
    company_services,
    contacts,
    contract_files,
    contracts,
    ending,
    levels,
    links,
    merging,
    observers,
    our_people,
    papers,
    periods,
    processing,
    saved_views,
    setting_up_staff,
    sites,
    steps,
    thread,
    tickets,
)
from otklik.clients import commands as client_commands
from otklik.tickets import commands as ticket_commands

OPERATIONS = (
    *(
        actions,
        asset_pictures,
        assets,
        binding,
        client_fields,
        client_files,
        companies,
        company_services,
        contacts,
    ),
    *(
        contract_files,
        contracts,
        ending,
        levels,
        links,
        merging,
        observers,
        our_people,
        papers,
        periods,
        processing,
    ),
    *(saved_views, setting_up_staff, sites, steps, thread, tickets),
)
REASONS = {
    "release_reply": "the timer of a held reply calls it; nobody does it by hand",
    "set_due": "for whoever brings tickets along; a person plans",
    "purge_deleted": "a sweep",
    "check_contract": "what `create_contract` and `change_contract` check; a page asks it before it saves",
    "remind_of_periods": "a sweep",
    "drafted": "no write: the desk's form of a new ticket tells its deadlines by it",
    "hand_draft": "the same, as rules are asked ahead",
    "mark_read": "what a client's eyes have passed on their page; a program has none",
    "mark_seen": "what a person's eyes have passed at the desk; a program has none",
    "mark_many_seen": "the same for a list",
    "close_resolved": "a timer: a done ticket has waited long enough",
    "return_postponed": "a timer",
    "remind_client": "a timer",
    "keep_meant": "mail calls it for what comes to a merged ticket",
    "catch_up": "a sweep",
    "announce": "what Otklik itself says; the reaction to registering calls it",
    "take_rating": "`surveys.commands.rate` calls it, which has an operation",
    "incoming_of": "no write: how a client's words become a message",
    "put_aside": "what a person has put out of their own inbox at the desk",
    "take_back": "the same back again",
    "save_draft": "what a person has begun to type at the desk",
    "reply_automatically": "an action of a rule",
    "give_by_turn": "what comes to a team that gives by turn; a trigger's action",
    "give_waiting": "a timer: somebody of the team is back, or has room",
    "give_back_unopened": "a timer: an assignee has not opened a ticket in time",
    "relieve": "a timer: somebody is away from now on",
    "keep_window": "`open_ticket` again says that the ticket is still open",
    "leave_all": "signing out; a token is not signed out",
    "let_go": "a timer: is the ticket somebody opened still open?",
    "mark_opened": "what a person's eyes have passed at the desk; a program has none",
    "acquaint": "a reaction to assignment",
    "choose_letters": "a client's own choice on their page",
    "start_viewing": "what a person looks at with their own eyes; a program sees nothing as somebody else",
    "keep_address": "a part of binding a ticket; alone, a program changes the contact",
    "strike_addresses": "a part of taking that back",
    "speak": "a client's own choice on their page; a program sends the language with each request",
    "contact_from_address": "mail from unknown senders calls it, where the installation wants that",
}


def test_every_command_is_reachable_or_has_a_reason() -> None:
    public = _commands(ticket_commands) | _commands(client_commands)
    used = {name for name in public if _is_called(name)}
    assert used | set(REASONS) == public
    assert used & set(REASONS) == set()


def _commands(package: ModuleType) -> set[str]:
    return {name for name in package.__all__ if inspect.isfunction(getattr(package, name))}


def _is_called(name: str) -> bool:
    """The name stands as a word in the code of an operation: called, or handed on to be called."""
    sources = (re.sub(r'"""[\s\S]*?"""', "", inspect.getsource(module)) for module in OPERATIONS)
    return any(re.search(rf"(?:commands\.|\b){name}\b(?!\w)", _without_imports(source)) for source in sources)


def _without_imports(source: str) -> str:
    return re.sub(r"^(?:from|import)\b(?:[^(\n]*\([^)]*\)|[^\n]*)", "", source, flags=re.MULTILINE)
