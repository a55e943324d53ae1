"""Every write to a ticket. Each command checks who may, writes rows and one event, in one transaction."""

from otklik.tickets.commands.assign import assign, release, take
from otklik.tickets.commands.delete import delete_ticket, restore_ticket
from otklik.tickets.commands.edit import Edit, edit, set_due
from otklik.tickets.commands.messages import Attachment
from otklik.tickets.commands.note import add_note
from otklik.tickets.commands.observe import observe
from otklik.tickets.commands.purge import purge_deleted
from otklik.tickets.commands.reading import mark_many_seen, mark_seen, save_draft
from otklik.tickets.commands.receive import Incoming, TooLate, receive
from otklik.tickets.commands.register import Registration, register
from otklik.tickets.commands.reply import Reply, cancel_reply, release_reply, reply
from otklik.tickets.commands.status import set_status

__all__ = [
    "Attachment",
    "Edit",
    "Incoming",
    "Registration",
    "Reply",
    "TooLate",
    "add_note",
    "assign",
    "cancel_reply",
    "delete_ticket",
    "edit",
    "mark_many_seen",
    "mark_seen",
    "observe",
    "purge_deleted",
    "receive",
    "register",
    "release",
    "release_reply",
    "reply",
    "restore_ticket",
    "save_draft",
    "set_due",
    "set_status",
    "take",
]
