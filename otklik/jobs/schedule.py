"""The periodic sweeps, each at its pace, whichever worker comes first (see `core.sweeping`).

What needs a moment of its own (a held reply, a mailbox to poll, a clock that runs out) is no sweep but a
timer row of the queue.
"""

from __future__ import annotations

from datetime import timedelta

from otklik.automation.radar.measuring import measure_handling
from otklik.channels.mail.alarms import watch
from otklik.channels.mail.commands import forget_handed_over
from otklik.channels.mail.granting import keep_fresh
from otklik.channels.mail.intake import retry_unfinished
from otklik.clients.commands import remind_of_periods
from otklik.core import backlog, idempotency, orphans, queue
from otklik.core.sweeping import Periodic
from otklik.importing.commands import forget_old
from otklik.jobs import expired
from otklik.organisation.commands import keep_holidays_loaded
from otklik.rules.watching import watch_rules
from otklik.search.indexing import index_missing, reindex_stale
from otklik.tickets.commands import catch_up, purge_deleted

_MINUTES = timedelta(minutes=1)
_HOURS = timedelta(hours=1)

SCHEDULE = (
    Periodic("automation.measure_handling", 1 * _HOURS, measure_handling),
    Periodic("channels.forget_handed_over", 24 * _HOURS, forget_handed_over),
    Periodic("channels.keep_grants_fresh", 6 * _HOURS, keep_fresh),
    Periodic("channels.watch_mail", 5 * _MINUTES, watch),
    Periodic("channels.retry_unfinished_mail", 1 * _MINUTES, retry_unfinished),
    Periodic("clients.remind_of_periods", 10 * _MINUTES, remind_of_periods),
    Periodic("core.adopt_stranded_jobs", 5 * _MINUTES, queue.adopt),
    Periodic("core.forget_idempotency_keys", 1 * _HOURS, idempotency.forget_old),
    Periodic("core.forget_workers", 12 * _HOURS, backlog.forget_workers),
    Periodic("core.remove_orphan_files", 12 * _HOURS, orphans.remove_orphans),
    Periodic("importing.forget_old", 24 * _HOURS, forget_old),
    Periodic("jobs.clear_sessions", 1 * _HOURS, expired.clear_sessions),
    Periodic("jobs.cull_cache", 1 * _HOURS, expired.cull_cache),
    Periodic("organisation.keep_holidays_loaded", 24 * _HOURS, keep_holidays_loaded),
    Periodic("rules.watch_rules", 5 * _MINUTES, watch_rules),
    Periodic("search.index_missing", 24 * _HOURS, index_missing),
    Periodic("search.reindex_stale", 1 * _MINUTES, reindex_stale),
    Periodic("tickets.catch_up", 10 * _MINUTES, catch_up),
    Periodic("tickets.purge_deleted", 6 * _HOURS, purge_deleted),
)
