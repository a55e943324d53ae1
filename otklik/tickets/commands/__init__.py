"""Every write to a ticket. Each command checks who may, writes rows and one event, in one transaction."""

from otklik.tickets.commands.announce import announce
from otklik.tickets.commands.assign import assign, release, take
from otklik.tickets.commands.binding import Binding, bind, unbind
from otklik.tickets.commands.client import close_by_client, incoming_of, reopen
from otklik.tickets.commands.closing import catch_up, close_resolved, return_postponed
from otklik.tickets.commands.decline import Declining, decline
from otklik.tickets.commands.delete import delete_ticket, restore_ticket
from otklik.tickets.commands.edit import Edit, edit, set_due
from otklik.tickets.commands.messages import Attachment
from otklik.tickets.commands.note import add_note
from otklik.tickets.commands.observe import observe
from otklik.tickets.commands.purge import purge_deleted
from otklik.tickets.commands.reading import mark_many_seen, mark_seen, put_aside, save_draft, take_back
from otklik.tickets.commands.receive import Incoming, TooLate, receive
from otklik.tickets.commands.register import Registration, register
from otklik.tickets.commands.reply import Reply, cancel_reply, release_reply, reply
from otklik.tickets.commands.review import mark_reviewed, take_rating
from otklik.tickets.commands.solve import resolve
from otklik.tickets.commands.status import set_status
from otklik.tickets.commands.waiting import remind_client

__all__ = [
    "Attachment",
    "Binding",
    "Declining",
    "Edit",
    "Incoming",
    "Registration",
    "Reply",
    "TooLate",
    "add_note",
    "announce",
    "assign",
    "bind",
    "cancel_reply",
    "catch_up",
    "close_by_client",
    "close_resolved",
    "decline",
    "delete_ticket",
    "edit",
    "incoming_of",
    "mark_many_seen",
    "mark_reviewed",
    "mark_seen",
    "observe",
    "purge_deleted",
    "put_aside",
    "receive",
    "register",
    "release",
    "release_reply",
    "remind_client",
    "reopen",
    "reply",
    "resolve",
    "restore_ticket",
    "return_postponed",
    "save_draft",
    "set_due",
    "set_status",
    "take",
    "take_back",
    "take_rating",
    "unbind",
]
