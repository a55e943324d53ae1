"""Filling an installation with the demo data, once."""

from __future__ import annotations

import random
import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation

from otklik.cli.demo import play, schedule, setting, timeline
from otklik.cli.demo.cafe_tickets import play_beside
from otklik.cli.demo.deadlines import promise
from otklik.cli.demo.looking_after import entrust
from otklik.cli.demo.mass import run
from otklik.cli.demo.own_fields import build_fields
from otklik.cli.demo.script import conversations
from otklik.cli.demo.staff import PASSWORD
from otklik.cli.up_to_date import require_up_to_date
from otklik.core import clock, worker
from otklik.core.errors import Refused
from otklik.core.small import one_version
from otklik.people import demo
from otklik.people.queries import staff
from otklik.search.indexing import index_now

# The last hour is as if it happened with Otklik running: its letters are written and held, so that a newcomer
# finds a few under "outgoing mail" and not three hundred. Where mail really leaves, nobody is written to.
LIVE = timedelta(hours=1)
SINCE = timedelta(days=120)
FIELDS_SEED = 5
"""Dice of their own: what else is known of clients changes nothing of the tickets."""
NOT_EMPTY = "This installation has data of its own. Demo data goes into an empty one: set OTKLIK_HOME."


def fill(seed: int, *, if_empty: bool = False) -> str:
    """Write the organisation and three hundred and some tickets; a sentence that says what was done.

    One transaction: all of it or nothing. Where the demo is already, nothing changes. An installation with
    people of its own is refused (`if_empty`: left in peace).
    """
    require_up_to_date()
    with one_version():
        if demo.is_installed():
            return "The demo data is already there; nothing was changed."
        if staff().agents:
            if if_empty:
                return "This installation has data of its own; no demo data was added."
            raise Refused(NOT_EMPTY)
        with transaction.atomic(), translation.override("ru"):
            number = _write(random.Random(seed))
        worker.drain(failing=True)
    logins = ", ".join(demo.logins())
    return f"{number} demo tickets. Sign in on this machine with the password {PASSWORD} as {logins}."


def fill_in_bulk(number: int, seed: int) -> str:
    """Load so many tickets beside those that are there; a sentence that says what was done.

    Into an empty installation the demo's organisation is written first, without its three hundred tickets.
    """
    started = time.monotonic()
    organise(seed)
    with one_version():
        run.run(number, seed)
    took = time.monotonic() - started
    return f"{number} tickets in {took:.0f} s, {number / took:.0f} a second."


def organise(seed: int) -> None:
    """Write the demo's organisation where it is not yet: teams, people, catalogue, mailboxes, clients."""
    require_up_to_date()
    with one_version(), translation.override("ru"):
        if demo.is_installed():
            return
        if staff().agents:
            raise Refused(NOT_EMPTY)
        today = clock.now().date()
        with transaction.atomic(), clock.shifted(-SINCE):
            setting.build(random.Random(seed), today)


def _write(rng: random.Random) -> int:
    now = clock.now()
    with clock.freeze(now - SINCE):
        built = setting.build(rng, now.date())
        promise()
    plans = schedule.plan(conversations(), built.clients, now, rng)
    actions = [action for action in timeline.told(plans, rng, now) if action.at <= now]
    stage = play.Stage(built, plans, rng)
    tickets = play_beside(stage, actions, now if settings.OTKLIK_SMTP_URL else now - LIVE, now)
    with clock.freeze(now):
        entrust(built)
        build_fields(random.Random(FIELDS_SEED))
    play.look(stage)
    written = [ticket.pk for ticket in (*stage.tickets.values(), *tickets)]
    index_now(written)
    return len(written)
