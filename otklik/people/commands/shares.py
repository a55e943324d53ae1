"""What members of a team get by turn."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import small
from otklik.core.errors import Denied, Invalid
from otklik.core.events import Change, Subject, record
from otklik.people.absences import led_by
from otklik.people.actor import Actor
from otklik.people.events import SHARES_CHANGED
from otklik.people.models import Membership, Team
from otklik.people.queries import Share

LARGEST, MOST_OPEN = 500, 1000


@transaction.atomic
def set_shares(actor: Actor, team: Team, shares: Mapping[int, Share]) -> None:
    """Set what members get by turn; who is left out keeps theirs. For the team's lead or an administrator.

    `Invalid` for who is no member, and for a share or a maximum out of bounds. Writes `shares.changed`; what
    waits in the team is looked at again.
    """
    if team.pk not in led_by(actor):
        raise Denied(_("Shares are set by the team's lead or an administrator."))
    rows = {row.agent_id: row for row in Membership.objects.select_for_update().filter(team=team)}
    if set(shares) - set(rows):
        raise Invalid({"agent": _("This employee is not in the team. Choose another.")})
    _check(shares)
    before = [[pk, rows[pk].weight, rows[pk].max_load] for pk in sorted(shares)]
    after = [[pk, shares[pk].weight, shares[pk].max_load] for pk in sorted(shares)]
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    if not changed:
        return
    for pk, share in shares.items():
        rows[pk].weight, rows[pk].max_load = share.weight, share.max_load
    Membership.objects.bulk_update([rows[pk] for pk in shares], ["weight", "max_load"])
    small.bump()
    change = Change("shares", [old for old, _new in changed], [new for _old, new in changed])
    record(SHARES_CHANGED, actor.ref, Subject("shares", team.pk), changes=[change], data={"team": team.code})


def _check(shares: Mapping[int, Share]) -> None:
    problems = {}
    if any(not 0 <= one.weight <= LARGEST for one in shares.values()):
        problems["weight"] = _("Enter a share from 0 to %(n)s per cent.") % {"n": LARGEST}
    limits = [one.max_load for one in shares.values() if one.max_load is not None]
    if any(not 1 <= limit <= MOST_OPEN for limit in limits):
        problems["max_load"] = _("Enter a number from %(low)s to %(high)s.") % {"low": 1, "high": MOST_OPEN}
    if problems:
        raise Invalid(problems)
