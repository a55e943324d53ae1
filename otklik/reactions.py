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
from otklik.tickets.complaints import mark_complaint
from otklik.tickets.merging import follow_merge, return_after_merge
from otklik.tickets.restanding import restand
from otklik.tickets.timers import close_due, release_scheduled, remind_due, return_due

REACTIONS = {
    "ticket.registered": Reaction(now=(introduce, index_subject, mark_complaint), later=(tell, index_text)),
    "message.received": Reaction(later=(tell, index_text)),
    "reply.sent": Reaction(later=(tell, index_text)),
    "note.added": Reaction(later=(tell, index_text)),
    "ticket.assigned": Reaction(now=(introduce, index_access), later=(tell,)),
    "ticket.taken": Reaction(now=(introduce, index_access)),
    "ticket.released": Reaction(now=(index_access,)),
    "ticket.observers_changed": Reaction(now=(index_access,)),
    "ticket.edited": Reaction(now=(introduce, mark_complaint), later=(index_text,)),
    "ticket.bound": Reaction(now=(introduce,), later=(index_text,)),
    "ticket.unbound": Reaction(later=(index_text,)),
    "ticket.resolved": Reaction(later=(tell,)),
    "ticket.client_reminded": Reaction(later=(tell,)),
    "ticket.status_changed": Reaction(later=(tell,)),
    "ticket.postponed": Reaction(later=(tell,)),
    "ticket.reopened": Reaction(later=(tell,)),
    "ticket.closed": Reaction(later=(tell,)),
    "ticket.returned": Reaction(later=(tell,)),
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
    "workflow.changed": Reaction(later=(restand,)),
    "catalogue.changed": Reaction(later=(restand,)),
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
    fill_index,
    read_file,
    take_batch,
    hand_over,
)
