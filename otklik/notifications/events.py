"""Events about deliveries."""

from otklik.core.events import Audience, declare

DELIVERY_QUEUED = declare("delivery.queued", audience=Audience.INTERNAL)
"""Subject: the delivery. No `ticket_id`: it stands with the message on the card, not in the history."""
DELIVERY_FAILED = declare("delivery.failed", audience=Audience.INTERNAL)
"""Subject: the delivery; in the ticket's history. `data`: delivery (uid), message, audience."""
DELIVERY_CANCELLED = declare("delivery.cancelled", audience=Audience.INTERNAL)
ADDRESS_FAILED = declare("address.failed", audience=Audience.INTERNAL)
"""Subject: the contact whose address mails do not reach, or `address` where it is nobody's. `data.why`."""
ADDRESS_CLEARED = declare("address.cleared", audience=Audience.INTERNAL)
"""Subject as above: somebody wrote from the address, or an employee says that it works."""
CONFIRMATION_WITHHELD = declare("confirmation.withheld", audience=Audience.INTERNAL)
"""A new ticket was not confirmed to its client, because too many were to the same address lately."""
LETTER_WITHHELD = declare("letter.withheld", audience=Audience.INTERNAL)
"""An address is told nothing more about a ticket for now, because it was told too much within the hour."""
LINK_REQUESTED = declare("link.requested", audience=Audience.INTERNAL)
"""Somebody filled in `/status`: says neither what nor whether it fits, the same is written either way.
`data.asked`: under which name number and address wait in the cache for whoever looks them up."""
CONTRACT_LETTER_QUEUED = declare("contract_letter.queued", audience=Audience.INTERNAL)
"""Subject: the letter about a contract's service period, to one address."""
HOUSE_LETTER_QUEUED = declare("house_letter.queued", audience=Audience.ADMIN)
"""Subject: a letter about an account, a link or an alarm, which an administrator sends again."""
LINK_ASKED = declare("ticket.link_asked", audience=Audience.INTERNAL)
"""Somebody who knows its number and its client's address asked for the ticket's link. `data.email`: the id of
the contact's address it goes to; nothing where the contact has none."""
TEMPLATE_TRIED = declare("template.tried", audience=Audience.ADMIN)
"""An administrator wants a text of letters by mail, as its reader would get it: `data` has text and place."""
TEMPLATE_CHANGED = declare("template.changed", audience=Audience.ADMIN)
"""Subject: the text. `changes`: subject, text; `data`: kind, language, account, brand, what."""
NOTICE_GIVEN = declare("notice.given", audience=Audience.INTERNAL)
"""A rule wrote to people. `data`: texts (by language, with placeholders), rule (its name), told (to how many
addresses)."""
