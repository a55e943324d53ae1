"""Events of canned replies."""

from otklik.core.events import Audience, declare

CANNED_REPLY_CHANGED = declare("canned_reply.changed", audience=Audience.ADMIN)
"""One of everybody's or of a team's was made, changed, hidden. `data`: kind, uid, name; `changes`: fields."""
OWN_CANNED_REPLY_CHANGED = declare("own_canned_reply.changed", audience=Audience.INTERNAL)
"""An employee's own one; `changes` name the fields without what stands in them."""
CANNED_FOLDER_CHANGED = declare("canned_folder.changed", audience=Audience.ADMIN)
"""A folder was made, changed, ordered, hidden."""
