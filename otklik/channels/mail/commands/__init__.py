"""Every write of the mail channel."""

from otklik.channels.mail.commands.ledger import begin_again, fail, reopen, repeat, take_in
from otklik.channels.mail.commands.mailboxes import allow_plus_addressing
from otklik.channels.mail.commands.remember import remember_received, remember_sent
from otklik.channels.mail.commands.settling import settle

__all__ = [
    "allow_plus_addressing",
    "begin_again",
    "fail",
    "remember_received",
    "remember_sent",
    "reopen",
    "repeat",
    "settle",
    "take_in",
]
