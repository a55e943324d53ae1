"""How often rules decided lately, in words."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.rules.queries import COUNTED

LATELY = timedelta(days=30)


def times(number: int) -> str:
    """`71 times in 30 days`."""
    if number >= COUNTED:
        return _("more than %(n)s times in %(days)s days") % {"n": COUNTED, "days": LATELY.days}
    words = ngettext("%(n)s time in %(days)s days", "%(n)s times in %(days)s days", number)
    return words % {"n": number, "days": LATELY.days}
