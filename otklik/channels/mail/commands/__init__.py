"""Every write of the mail channel."""

from otklik.channels.mail.commands.alarms import silence_alarm
from otklik.channels.mail.commands.blocked import block_sender, unblock_sender
from otklik.channels.mail.commands.clients import ClientSpec, change_client, create_client, remove_client
from otklik.channels.mail.commands.dkim import (
    KeySpec,
    add_key,
    note_found,
    note_unsigned,
    remove_key,
    retire_key,
    use_key,
)
from otklik.channels.mail.commands.grants import distrust, keep_grant, note_refusal, renew_grant
from otklik.channels.mail.commands.hooks import (
    HookSpec,
    forget_handed_over,
    note_trouble,
    renew_address,
    set_hook,
    take_in_once,
)
from otklik.channels.mail.commands.ledger import begin_again, fail, reopen, repeat, take_in, take_in_all
from otklik.channels.mail.commands.mailboxes import (
    activate_mailbox,
    allow_plus_addressing,
    change_mailbox,
    create_mailbox,
    deactivate_mailbox,
)
from otklik.channels.mail.commands.maildrops import (
    begin_maildrop,
    known_uidls,
    note_troubled,
    pass_over,
    remember_uidls,
    see_uidls,
)
from otklik.channels.mail.commands.polled import (
    advance,
    begin_folder,
    drop_lease,
    new_holder,
    note_failure,
    note_success,
    take_lease,
)
from otklik.channels.mail.commands.remember import remember_received, remember_sent
from otklik.channels.mail.commands.separating import separate
from otklik.channels.mail.commands.settling import settle
from otklik.channels.mail.commands.tombstones import delete_mail, note_handled

__all__ = [
    "ClientSpec",
    "HookSpec",
    "KeySpec",
    "activate_mailbox",
    "add_key",
    "advance",
    "allow_plus_addressing",
    "begin_again",
    "begin_folder",
    "begin_maildrop",
    "block_sender",
    "change_client",
    "change_mailbox",
    "create_client",
    "create_mailbox",
    "deactivate_mailbox",
    "delete_mail",
    "distrust",
    "drop_lease",
    "fail",
    "forget_handed_over",
    "keep_grant",
    "known_uidls",
    "new_holder",
    "note_failure",
    "note_found",
    "note_handled",
    "note_refusal",
    "note_success",
    "note_trouble",
    "note_troubled",
    "note_unsigned",
    "pass_over",
    "remember_received",
    "remember_sent",
    "remember_uidls",
    "remove_client",
    "remove_key",
    "renew_address",
    "renew_grant",
    "reopen",
    "repeat",
    "retire_key",
    "see_uidls",
    "separate",
    "set_hook",
    "settle",
    "silence_alarm",
    "take_in",
    "take_in_all",
    "take_in_once",
    "take_lease",
    "unblock_sender",
    "use_key",
]
