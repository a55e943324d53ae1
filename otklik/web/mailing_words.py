"""Mass messages in words, for the desk and for tables."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from otklik.core.configuring.kinds import Label
from otklik.mailings.enums import Kind, LeftOut, Stage, Standing

KINDS: Mapping[Kind, Label] = {Kind.ANNOUNCEMENT: _("Announcement"), Kind.SURVEY: _("Survey")}
STAGES: Mapping[Stage, Label] = {
    Stage.DRAFT: _("draft"),
    Stage.CHECKED: _("checked"),
    Stage.RUNNING: _("is being sent"),
    Stage.PAUSED: _("paused"),
    Stage.STOPPED: _("stopped for good"),
    Stage.DONE: _("all sent"),
}
STANDINGS: Mapping[Standing, Label] = {
    Standing.LEFT_OUT: _("left out"),
    Standing.WAITING: _("waits for its turn"),
    Standing.QUEUED: _("is being sent"),
    Standing.SENT: _("sent"),
    Standing.HELD: _("held"),
    Standing.FAILED: _("not delivered"),
    Standing.BOUNCED: _("came back"),
    Standing.CANCELLED: _("not sent"),
}
REASONS: Mapping[LeftOut, Label] = {
    LeftOut.NO_ADDRESS: _("has no address"),
    LeftOut.FAILING: _("mails to their addresses come back"),
    LeftOut.UNSUBSCRIBED: _("unsubscribed"),
    LeftOut.BLOCKED: _("their mail is blocked"),
    LeftOut.HIDDEN: _("has left"),
    LeftOut.OURS: _("the address is a mailbox of ours"),
    LeftOut.DUPLICATE: _("somebody else has the same address"),
}
