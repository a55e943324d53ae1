"""What follows from what: the one table in which a package makes another act.

Event → reactions. `now` runs in the event's transaction and writes rows only; `later` is a row of the
queue and runs after commit. Names only here, no logic. docs/life-of-a-message.md tells the story of a
message along this table; a test holds the two against each other.
"""

from otklik.automation.acquaintance import introduce
from otklik.channels.mail.account_letters import write_to_account
from otklik.channels.mail.alarm_letters import write_alarm
from otklik.channels.mail.contract_letters import write_of_contract
from otklik.channels.mail.delivery import deliver
from otklik.channels.mail.link_letters import write_link
from otklik.channels.mail.mass_letters import write_mass_letter, write_test_letters
from otklik.core.reacting import Later, Reaction
from otklik.fields.timers import fill_index
from otklik.importing.running import read_file, take_batch
from otklik.mailings.timers import hand_over
from otklik.notifications.commands import look_up_link
from otklik.notifications.contract_telling import tell_of_period
from otklik.notifications.telling import tell
from otklik.search.indexing import forget_client, forget_tickets, index_access, index_subject, index_text
from otklik.sla.following import keep_clocks
from otklik.sla.rereading import reread_next, reread_open
from otklik.sla.timers import ring_due
from otklik.tickets.complaints import mark_complaint
from otklik.tickets.merging import follow_merge, return_after_merge
from otklik.tickets.restanding import restand
from otklik.tickets.timers import close_due, release_scheduled, remind_due, return_due

REACTIONS = {
    "ticket.registered": Reaction(
        now=(introduce, keep_clocks, index_subject, mark_complaint), later=(tell, index_text)
    ),
    "message.received": Reaction(now=(keep_clocks,), later=(tell, index_text)),
    "reply.sent": Reaction(now=(keep_clocks,), later=(tell, index_text)),
    "note.added": Reaction(later=(tell, index_text)),
    "ticket.assigned": Reaction(now=(introduce, keep_clocks, index_access), later=(tell,)),
    "ticket.taken": Reaction(now=(introduce, keep_clocks, index_access)),
    "ticket.released": Reaction(now=(keep_clocks, index_access)),
    "ticket.observers_changed": Reaction(now=(index_access,)),
    "ticket.edited": Reaction(now=(introduce, keep_clocks, mark_complaint), later=(index_text,)),
    "ticket.bound": Reaction(now=(introduce, keep_clocks), later=(index_text,)),
    "ticket.unbound": Reaction(now=(keep_clocks,), later=(index_text,)),
    "ticket.status_changed": Reaction(now=(keep_clocks,), later=(tell,)),
    "ticket.postponed": Reaction(now=(keep_clocks,), later=(tell,)),
    "ticket.resolved": Reaction(now=(keep_clocks,), later=(tell,)),
    "ticket.closed": Reaction(now=(keep_clocks,), later=(tell,)),
    "ticket.reopened": Reaction(now=(keep_clocks,), later=(tell,)),
    "ticket.client_reminded": Reaction(later=(tell,)),
    "ticket.returned": Reaction(now=(keep_clocks,), later=(tell,)),
    "sla.warned": Reaction(later=(tell,)),
    "sla.breached": Reaction(later=(tell,)),
    "sla_rule.changed": Reaction(later=(reread_open,)),
    "link.requested": Reaction(later=(look_up_link,)),
    "ticket.link_asked": Reaction(later=(write_link,)),
    "ticket.complained": Reaction(later=(tell,)),
    "delivery.queued": Reaction(later=(deliver,)),
    "period.reminded": Reaction(later=(tell_of_period,)),
    "contract_letter.queued": Reaction(later=(write_of_contract,)),
    "mailing.checked": Reaction(later=(write_test_letters,)),
    "mass_letter.queued": Reaction(later=(write_mass_letter,)),
    "mail.alarm_raised": Reaction(later=(write_alarm,)),
    "user.invited": Reaction(later=(write_to_account,)),
    "user.password_asked": Reaction(later=(write_to_account,)),
    "workflow.changed": Reaction(later=(restand, reread_open)),
    "catalogue.changed": Reaction(later=(restand, reread_open)),
    "configuration.changed": Reaction(later=(reread_open,)),
    "contact.changed": Reaction(later=(forget_client,)),
    "company.changed": Reaction(later=(forget_client,)),
    "company.merged": Reaction(later=(follow_merge,)),
    "contact.merged": Reaction(later=(follow_merge,)),
    "company.parted": Reaction(later=(return_after_merge,)),
    "contact.parted": Reaction(later=(return_after_merge,)),
    "tickets.followed": Reaction(later=(forget_tickets,)),
}

TIMERS: tuple[Later, ...] = (
    release_scheduled,
    close_due,
    return_due,
    remind_due,
    ring_due,
    reread_next,
    fill_index,
    read_file,
    take_batch,
    hand_over,
)
