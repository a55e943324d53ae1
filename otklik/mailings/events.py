"""Events of mass messages."""

from otklik.core.events import Audience, declare

MAILING_CREATED = declare("mailing.created", audience=Audience.INTERNAL)
MAILING_CHANGED = declare("mailing.changed", audience=Audience.INTERNAL)
"""Subject: the message. `changes`: names of what is another, without the words themselves."""
MAILING_REMOVED = declare("mailing.removed", audience=Audience.INTERNAL)
MAILING_CHECKED = declare("mailing.checked", audience=Audience.INTERNAL)
"""It was counted; the letters of the test go to whoever checked it. `data`: recipients, left_out, contact."""
MAILING_STARTED = declare("mailing.started", audience=Audience.INTERNAL)
"""Its list of recipients is fixed. `data`: recipients, left_out."""
MAILING_PAUSED = declare("mailing.paused", audience=Audience.INTERNAL)
MAILING_RESUMED = declare("mailing.resumed", audience=Audience.INTERNAL)
MAILING_STOPPED = declare("mailing.stopped", audience=Audience.INTERNAL)
MAILING_TAKEN_OUT = declare("mailing.taken_out", audience=Audience.INTERNAL)
"""Its recipients were downloaded as a table."""
MAILING_DONE = declare("mailing.done", audience=Audience.INTERNAL)
LETTER_QUEUED = declare("mass_letter.queued", audience=Audience.INTERNAL)
"""Subject: the recipient. Their letter is handed to the outbox."""
SURVEY_ANSWERED = declare("survey.answered", audience=Audience.INTERNAL)
"""Subject: the recipient, acting as themselves. `data`: whether an earlier answer was changed."""
UNSUBSCRIBED = declare("contact.unsubscribed", audience=Audience.INTERNAL)
"""Subject: the contact. `data`: kind, and the message whose letter led to it, by uid."""
SUBSCRIBED = declare("contact.subscribed", audience=Audience.INTERNAL)
"""Subject: the contact, who agreed to be written to again. `data`: kind, note."""
