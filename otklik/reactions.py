"""What follows from what: the one table in which a package makes another act.

Event → reactions. `now` runs in the event's transaction and writes rows only; `later` is a row of the
queue and runs after commit. Names only here, no logic. docs/life-of-a-message.md tells the story of a
message along this table; a test holds the two against each other.
"""

from otklik.automation.acquaintance import introduce
from otklik.automation.distribution import distribute
from otklik.automation.macros.on_many import macro_next
from otklik.automation.routing import route, route_again
from otklik.automation.taking_back.doing import take_back_next
from otklik.automation.trials.running import try_next
from otklik.automation.triggers.running import run_triggers
from otklik.automation.triggers.waiting import ring_started, ring_waiting
from otklik.automation.webhooks import call_program
from otklik.channels.mail.account_letters import write_to_account
from otklik.channels.mail.alarm_letters import write_alarm
from otklik.channels.mail.contract_letters import write_of_contract
from otklik.channels.mail.delivery import deliver
from otklik.channels.mail.following import follow_messages
from otklik.channels.mail.letters_again import write_house_letter
from otklik.channels.mail.link_letters import write_link
from otklik.channels.mail.mass_letters import write_mass_letter, write_test_letters
from otklik.channels.mail.rule_letters import write_of_rule
from otklik.channels.mail.trial_letters import write_test
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
from otklik.stages.beginning import begin
from otklik.tickets.assigning import look_at_waiting, note_assignment, note_lighter_load, plan_absence
from otklik.tickets.complaints import mark_complaint
from otklik.tickets.merging import follow_merge, return_after_merge
from otklik.tickets.rehoming import rehome, rehome_next
from otklik.tickets.restanding import restand
from otklik.tickets.timers import (
    change_next,
    close_due,
    give_back_due,
    give_waiting,
    leave_due,
    let_go_due,
    release_scheduled,
    remind_due,
    return_due,
    undo_next,
)

REACTIONS = {
    "ticket.registered": Reaction(
        now=(
            note_assignment,
            route,
            introduce,
            begin,
            keep_clocks,
            index_subject,
            mark_complaint,
            distribute,
            run_triggers,
        ),
        later=(tell, index_text),
    ),
    "message.received": Reaction(now=(keep_clocks, run_triggers), later=(tell, index_text)),
    "reply.sent": Reaction(now=(keep_clocks, run_triggers), later=(tell, index_text)),
    "reply.automated": Reaction(later=(tell, index_text)),
    "note.added": Reaction(now=(run_triggers,), later=(tell, index_text)),
    "ticket.assigned": Reaction(
        now=(
            introduce,
            keep_clocks,
            index_access,
            note_assignment,
            note_lighter_load,
            distribute,
            run_triggers,
        ),
        later=(tell,),
    ),
    "ticket.taken": Reaction(
        now=(introduce, keep_clocks, index_access, note_assignment, note_lighter_load, run_triggers)
    ),
    "ticket.released": Reaction(
        now=(keep_clocks, index_access, note_assignment, note_lighter_load, distribute, run_triggers)
    ),
    "ticket.observers_changed": Reaction(now=(index_access,)),
    "ticket.edited": Reaction(
        now=(route_again, introduce, begin, keep_clocks, mark_complaint, run_triggers), later=(index_text,)
    ),
    "ticket.readdressed": Reaction(now=(keep_clocks, run_triggers)),
    "ticket.bound": Reaction(now=(route_again, introduce, keep_clocks, run_triggers), later=(index_text,)),
    "ticket.unbound": Reaction(now=(keep_clocks, run_triggers), later=(index_text,)),
    "ticket.status_changed": Reaction(now=(keep_clocks, note_lighter_load, run_triggers), later=(tell,)),
    "ticket.postponed": Reaction(now=(keep_clocks, note_lighter_load, run_triggers), later=(tell,)),
    "ticket.resolved": Reaction(now=(keep_clocks, note_lighter_load, run_triggers), later=(tell,)),
    "ticket.closed": Reaction(now=(keep_clocks, note_lighter_load, run_triggers), later=(tell,)),
    "ticket.reopened": Reaction(now=(keep_clocks, run_triggers), later=(tell,)),
    "ticket.stage_changed": Reaction(now=(run_triggers,)),
    "ticket.client_reminded": Reaction(later=(tell,)),
    "ticket.returned": Reaction(now=(keep_clocks, run_triggers), later=(tell,)),
    "ticket.merged": Reaction(now=(keep_clocks, index_access, run_triggers), later=(tell, index_text)),
    "ticket.parted": Reaction(now=(follow_messages, keep_clocks, index_access), later=(index_text,)),
    "ticket.undone": Reaction(now=(introduce, keep_clocks, index_access, run_triggers), later=(index_text,)),
    "sla.warned": Reaction(now=(run_triggers,), later=(tell,)),
    "sla.breached": Reaction(now=(run_triggers,), later=(tell,)),
    "sla_rule.changed": Reaction(later=(reread_open,)),
    "webhook.queued": Reaction(later=(call_program,)),
    "link.requested": Reaction(later=(look_up_link,)),
    "ticket.link_asked": Reaction(later=(write_link,)),
    "ticket.rated": Reaction(now=(run_triggers,)),
    "ticket.waited": Reaction(now=(run_triggers,)),
    "ticket.complained": Reaction(now=(run_triggers,), later=(tell,)),
    "delivery.queued": Reaction(later=(deliver,)),
    "period.reminded": Reaction(later=(tell_of_period,)),
    "contract_letter.queued": Reaction(later=(write_of_contract,)),
    "house_letter.queued": Reaction(later=(write_house_letter,)),
    "mailing.checked": Reaction(later=(write_test_letters,)),
    "mass_letter.queued": Reaction(later=(write_mass_letter,)),
    "rule.broken": Reaction(later=(write_of_rule,)),
    "mail.alarm_raised": Reaction(later=(write_alarm,)),
    "template.tried": Reaction(later=(write_test,)),
    "user.invited": Reaction(later=(write_to_account,)),
    "user.password_asked": Reaction(later=(write_to_account,)),
    "workflow.changed": Reaction(later=(restand, rehome, reread_open)),
    "catalogue.changed": Reaction(later=(restand, reread_open)),
    "configuration.changed": Reaction(later=(reread_open,)),
    "contact.changed": Reaction(later=(forget_client,)),
    "company.changed": Reaction(later=(forget_client,)),
    "company.merged": Reaction(later=(follow_merge,)),
    "contact.merged": Reaction(later=(follow_merge,)),
    "company.parted": Reaction(later=(return_after_merge,)),
    "contact.parted": Reaction(later=(return_after_merge,)),
    "absence.changed": Reaction(now=(plan_absence, look_at_waiting)),
    "shifts.changed": Reaction(now=(look_at_waiting,)),
    "shares.changed": Reaction(now=(look_at_waiting,)),
    "team.changed": Reaction(now=(look_at_waiting,)),
    "tickets.followed": Reaction(later=(forget_tickets,)),
}

TIMERS: tuple[Later, ...] = (
    release_scheduled,
    close_due,
    return_due,
    remind_due,
    give_waiting,
    give_back_due,
    leave_due,
    let_go_due,
    rehome_next,
    change_next,
    undo_next,
    macro_next,
    ring_due,
    ring_waiting,
    ring_started,
    reread_next,
    fill_index,
    read_file,
    take_batch,
    hand_over,
    try_next,
    take_back_next,
)
