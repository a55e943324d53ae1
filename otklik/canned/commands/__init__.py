"""Writes to canned replies. Those for others are set up like everything else (`people.commands`)."""

from otklik.canned.commands.bringing import bring_canned_replies
from otklik.canned.commands.own import change_own_reply, hide_own_reply, write_own_reply
from otklik.canned.commands.using import use_canned_reply

__all__ = [
    "bring_canned_replies",
    "change_own_reply",
    "hide_own_reply",
    "use_canned_reply",
    "write_own_reply",
]
