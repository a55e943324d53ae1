"""What follows from what: the one table in which a package makes another act.

Event → reactions. `now` runs in the event's transaction and writes rows only; `later` is a row of the
queue and runs after commit. Names only here, no logic. docs/life-of-a-message.md tells the story of a
message along this table; a test holds the two against each other.
"""

from otklik.automation.acquaintance import introduce
from otklik.automation.routing import route
from otklik.core.reacting import Later, Reaction
from otklik.tickets.timers import release_scheduled

REACTIONS = {
    "ticket.registered": Reaction(now=(route, introduce)),
    "ticket.assigned": Reaction(now=(introduce,)),
    "ticket.taken": Reaction(now=(introduce,)),
    "ticket.edited": Reaction(now=(introduce,)),
}

TIMERS: tuple[Later, ...] = (release_scheduled,)
