"""Events about accounts and staff."""

from otklik.core.events import Audience, declare

AGENT_CREATED = declare("agent.created", audience=Audience.ADMIN)
AGENT_CHANGED = declare("agent.changed", audience=Audience.ADMIN)
TEAM_CHANGED = declare("team.changed", audience=Audience.ADMIN)
ROLE_CHANGED = declare("role.changed", audience=Audience.ADMIN)
ABSENCE_CHANGED = declare("absence.changed", audience=Audience.ADMIN)
"""An absence was entered, changed or taken away. `data`: agent, uid; `changes`: all but the note."""
SHIFTS_CHANGED = declare("shifts.changed", audience=Audience.ADMIN)
"""`data`: agent, uid; `changes`: the fields of one plan."""
SHARES_CHANGED = declare("shares.changed", audience=Audience.ADMIN)
"""`changes`: shares, `[agent, weight, maximum]` each, of members that changed."""
USER_CREATED = declare("user.created", audience=Audience.ADMIN)
USER_CHANGED = declare("user.changed", audience=Audience.ADMIN)
TOKEN_CREATED = declare("token.created", audience=Audience.ADMIN)
TOKEN_REVOKED = declare("token.revoked", audience=Audience.ADMIN)
USER_INVITED = declare("user.invited", audience=Audience.ADMIN)
"""A link to choose the first password was made. It is not kept."""
PASSWORD_ASKED = declare("user.password_asked", audience=Audience.ADMIN)
"""Somebody asked for a link to choose a new password."""
