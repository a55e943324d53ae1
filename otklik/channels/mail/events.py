"""Events of the mail channel."""

from otklik.core.events import Audience, declare

MAIL_HANDLED = declare("mail.handled", audience=Audience.ADMIN)
"""A ticket or a message was made of a mail that had made none, or had made a message of another question;
`how`: ticket, attachment, separated."""
MAIL_DELETED = declare("mail.deleted", audience=Audience.ADMIN)
"""An administrator took a mail away; `data` says what became of it before and of how many bytes it was."""
ALARM_RAISED = declare("mail.alarm_raised", audience=Audience.ADMIN)
"""Something about mail is wrong, or has come to another state; `data` names kind and state."""
ALARM_SILENCED = declare("mail.alarm_silenced", audience=Audience.ADMIN)
"""An administrator has seen an alarm: it is silent until it comes further; `data`: kind and state."""
OAUTH_CLIENT_CHANGED = declare("oauth_client.changed", audience=Audience.ADMIN)
"""A registration with a mail provider was made, changed or removed; `data` names it, never its secret."""
MAIL_HOOK_CHANGED = declare("mail_hook.changed", audience=Audience.ADMIN)
"""A mailbox's way in by HTTP was set, changed or renewed; `data` names the mailbox, never the key."""
BLOCKED_SENDER_CHANGED = declare("blocked_sender.changed", audience=Audience.ADMIN)
"""A sender was blocked, or let in again (`active`)."""
DKIM_KEY_CHANGED = declare("dkim_key.changed", audience=Audience.ADMIN)
"""A key that signs a domain's mail was made, taken into use, retired or removed."""
