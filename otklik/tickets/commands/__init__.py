"""Every write to a ticket. Each command checks who may, writes rows and one event, in one transaction."""

from otklik.tickets.commands.announce import announce, reply_automatically
from otklik.tickets.commands.assign import assign, release, take
from otklik.tickets.commands.binding import Binding, bind, unbind
from otklik.tickets.commands.bulk import change_many
from otklik.tickets.commands.client import close_by_client, incoming_of, reopen
from otklik.tickets.commands.closing import catch_up, close_resolved, return_postponed
from otklik.tickets.commands.decline import Declining, decline
from otklik.tickets.commands.delete import delete_ticket, restore_ticket
from otklik.tickets.commands.draft import drafted, hand_draft
from otklik.tickets.commands.due import plan_resolution, set_due
from otklik.tickets.commands.edit import Edit, edit
from otklik.tickets.commands.enter import Entering, enter
from otklik.tickets.commands.giving_back import give_back_unopened, mark_opened, relieve
from otklik.tickets.commands.held import cancel_reply, release_reply
from otklik.tickets.commands.linking import link, unlink
from otklik.tickets.commands.merge import Merging, keep_meant, merge
from otklik.tickets.commands.messages import Attachment
from otklik.tickets.commands.note import add_note
from otklik.tickets.commands.observe import observe
from otklik.tickets.commands.processing import (
    keep_window,
    leave_all,
    leave_window,
    let_go,
    open_window,
    opens,
    return_to_new,
)
from otklik.tickets.commands.purge import purge_deleted
from otklik.tickets.commands.readdress import readdress
from otklik.tickets.commands.reading import (
    mark_many_seen,
    mark_read,
    mark_seen,
    put_aside,
    save_draft,
    take_back,
)
from otklik.tickets.commands.receive import Incoming, TooLate, receive
from otklik.tickets.commands.register import Registration, register
from otklik.tickets.commands.reply import Reply, reply
from otklik.tickets.commands.review import mark_reviewed, take_rating
from otklik.tickets.commands.saved_views import (
    ViewValues,
    arrange_views,
    change_view,
    delete_view,
    save_view,
    share_view,
)
from otklik.tickets.commands.solve import resolve
from otklik.tickets.commands.split import Splitting, split
from otklik.tickets.commands.status import set_status
from otklik.tickets.commands.turn import give_by_turn, give_waiting
from otklik.tickets.commands.undoing import undo
from otklik.tickets.commands.waiting import remind_client

__all__ = [
    "Attachment",
    "Binding",
    "Declining",
    "Edit",
    "Entering",
    "Incoming",
    "Merging",
    "Registration",
    "Reply",
    "Splitting",
    "TooLate",
    "ViewValues",
    "add_note",
    "announce",
    "arrange_views",
    "assign",
    "bind",
    "cancel_reply",
    "catch_up",
    "change_many",
    "change_view",
    "close_by_client",
    "close_resolved",
    "decline",
    "delete_ticket",
    "delete_view",
    "drafted",
    "edit",
    "enter",
    "give_back_unopened",
    "give_by_turn",
    "give_waiting",
    "hand_draft",
    "incoming_of",
    "keep_meant",
    "keep_window",
    "leave_all",
    "leave_window",
    "let_go",
    "link",
    "mark_many_seen",
    "mark_opened",
    "mark_read",
    "mark_reviewed",
    "mark_seen",
    "merge",
    "observe",
    "open_window",
    "opens",
    "plan_resolution",
    "purge_deleted",
    "put_aside",
    "readdress",
    "receive",
    "register",
    "release",
    "release_reply",
    "relieve",
    "remind_client",
    "reopen",
    "reply",
    "reply_automatically",
    "resolve",
    "restore_ticket",
    "return_postponed",
    "return_to_new",
    "save_draft",
    "save_view",
    "set_due",
    "set_status",
    "share_view",
    "split",
    "take",
    "take_back",
    "take_rating",
    "unbind",
    "undo",
    "unlink",
]
