"""Words of the OpenAPI document that belong to no single operation: groups, schemas, parameters, headers."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

INTRODUCTION = _(
    "Everything a person can do in a page, a program can do here, with the same rights.\n\n"
    "**Sign in** with a token (`Authorization: Bearer otk_…`). A token acts for an agent or for a contact; "
    "a contact sees their own tickets, or their company's, and nothing internal.\n\n"
    "**Objects** are named by ticket numbers, codes and uids. What you may not know of is 404, what you may "
    "not do is 403.\n\n"
    "**Lists** are pages: follow `next`. **Repeat safely** with `Idempotency-Key`. **Overwrite nothing** "
    "with `If-Match`.\n\n"
    "**Problems** are documents of RFC 9457 whose `type` never changes. **Names and sentences** come in "
    "Russian or English by `Accept-Language`."
)

TAGS = {
    "me": _("Whom the token acts for"),
    "tickets": _("Tickets: find, register, read, change"),
    "actions": _("What is done to a ticket"),
    "thread": _("Messages, files, history and observers of a ticket"),
    "files": _("Uploading"),
    "clients": _("Contacts and companies"),
    "people": _("Agents, teams, roles"),
    "mailings": _("Announcements and surveys to many clients"),
    "reports": _("How the work is shared out"),
    "configuration": _("What can be chosen, and the rules of the house"),
    "mail": _("Mailboxes, texts of letters, the ledger of incoming mail"),
}

SCHEMAS = {
    "Ticket": _("A ticket as staff see it."),
    "ClientTicket": _("A ticket as its client sees it."),
    "TicketCard": _("One ticket with links, observers and where it may go."),
    "TicketIn": _("A new ticket. A contact may send what is not marked “Staff only”."),
    "TicketPatch": _("New values; what is left out stays as it is."),
    "MessageOut": _("A message as staff read it."),
    "ClientMessage": _("A message as the client reads it."),
    "MessageIn": _("A message. A contact's own is always public."),
    "EventOut": _("One thing that happened. Events are never changed."),
    "ContactOut": _("A contact as staff see them."),
    "ContactForAll": _("A contact as contacts see them."),
    "CompanyOut": _("A company as staff see it."),
    "CompanyForAll": _("A company as its contacts see it."),
    "StatusOut": _("A status: a name for a state, with what it does."),
    "ClientStatus": _("A status in the clients' words."),
    "MailboxOut": _("A mailbox. Passwords never come out of the API."),
    "ServiceForStaff": _("A service with what decides about its tickets."),
    "MailboxCard": _("A mailbox as administrators read it. Passwords never come out of the API."),
    "InvitationOut": _("An invitation. The link is told once and kept nowhere."),
    "ProblemDocument": _("Problem details (RFC 9457). Decide by `type`; show `detail` to people."),
}

PARAMETERS: dict[str, tuple[str, str | int]] = {
    "number": (_("Number of the ticket."), "INC1042"),
    "table": (_("Which table of rules: sla."), "sla"),
    "version": (_("Number of the version."), 2),
    "email": (_("A mail address."), "ivan@alpha.example"),
    "uid": (_("uid of the object."), "01991d2e-7b7c-7d4e-9f51-0a6c1f3b8d20"),
    "plan": (_("uid of the object."), "01991d2e-7b7c-7d4e-9f51-0a6c1f3b8d20"),
    "code": (_("Code of the object."), "it"),
    "stage": (_("Code of the stage."), "second-line"),
    "kind": (_("announcement or survey."), "announcement"),
    "key": (_("Key of the alarm."), "silent"),
    "other": (_("Number of the other ticket."), "INC1043"),
    "relation": (_("How they belong together, as the list of links says it."), "related"),
    "file": (_("uid of the file."), "01991d2e-7b7c-7d4e-9f51-0a6c1f3b8d20"),
}

LANGUAGE = _("Language of names and sentences: ru or en. By default the actor's own.")
KEY = _(
    "Any text of your own, up to 200 printable ASCII characters. A repeat within a day is answered like the "
    "first time and done once."
)
IF_MATCH = _(
    'The `ETag` you have read, such as "7". If somebody changed the object since, the answer is 409.'
)
ETAG = _("The version: send it back as `If-Match`.")
REPLAYED = _("`true` when this is the remembered answer of an earlier request with the same key.")
LINK = _('The next page, with `rel="next"`; absent on the last page.')
RETRY_AFTER = _("After so many seconds the token is served again.")
CHALLENGE = _("How to sign in (RFC 6750).")
