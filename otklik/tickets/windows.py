"""For how many seconds a reply written at the desk can be taken back (NEW-6, decision 0026)."""

from __future__ import annotations

from otklik.organisation import settings

BY_MAIL = settings.declare(
    "replies.undo_mail_seconds", 10, "A reply that leaves by mail can be taken back for so many seconds."
)
ON_PORTAL = settings.declare(
    "replies.undo_portal_seconds", 5, "A reply that is read on the portal alone can be taken back so long."
)
