"""What each right means in a sentence, and what the packages that check them are called."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from otklik.core.configuring.kinds import Label

MEANINGS: Mapping[str, Label] = {
    "*": _("For administrators. Nothing below needs to be chosen then."),
    "administer": _("Opens these pages: people, teams, catalogue, statuses, mail, the log."),
    "tickets.view_all": _("Every team's tickets, not only those of their own teams and their own."),
    "tickets.register": _("Begin a ticket on behalf of a client."),
    "tickets.reply": _("What they write goes to the client."),
    "tickets.note": _("Words for colleagues; clients never see them."),
    "tickets.change_status": _("Along the moves that the statuses allow."),
    "tickets.assign": _("Take a ticket, give it to a colleague of the team."),
    "tickets.transfer": _("Give a ticket to a team they are not in."),
    "tickets.edit": _("Subject, type, service, priority, categories, contact."),
    "mail.block": _("Mail of an address or a domain makes no tickets any more; a list tells which."),
    "automation.macros": _("Of a team or of everybody. Each is done with the rights of whoever presses it."),
    "canned.share": _("Of a team or of everybody. One's own need no right."),
    "mailings.send": _("Write to many clients at once, and read who answered what."),
    "tickets.delete": _("For thirty days an administrator can bring it back."),
    "tickets.undo": _("Take back a merge, a split, a macro or a change of many within thirty days."),
    "tickets.review": _("See low ratings and complaints, and mark them as looked at."),
    "clients.view_all": _("All companies and contacts, not only those they have worked for."),
    "clients.edit": _("Add and change companies and contacts."),
    "contracts.edit": _("Add and change contracts, their service periods and files."),
    "contracts.prices": _("What contracts and service periods cost. Others read “no access”."),
    "clients.give_access": _("Invite contacts to the portal, say what they see there, close it to them."),
    "importing.run": _("Add and change clients and canned replies from Excel and CSV files, many at once."),
    "clients.view_as": _("Open the portal as a client sees it, to look only; each time stands in the log."),
}
PACKAGES: Mapping[str, Label] = {
    "*": _("All at once"),
    "administer": _("Settings"),
    "tickets": _("Tickets"),
    "clients": _("Clients"),
    "contracts": _("Contracts"),
    "importing": _("Import from files"),
    "mail": _("Mail"),
    "automation": _("Automation"),
    "canned": _("Canned replies"),
    "mailings": _("Announcements and surveys"),
}


def right_means(name: str) -> str:
    """The sentence beside a right; empty for one nobody explained yet."""
    return str(MEANINGS.get(name, ""))


def rights_of(package: str) -> str:
    """The heading over a package's rights."""
    return str(PACKAGES.get(package, package))
