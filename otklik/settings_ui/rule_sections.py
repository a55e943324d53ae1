"""The ordered tables of rules: one section each, which makes its tab on the page of rules, too."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.utils.translation import gettext_lazy as _

from otklik.settings_ui import (
    macro_notes,
    routing_proposals,
    rule_notes,
    rule_standing,
    sla_proposals,
    trigger_proposals,
)
from otklik.settings_ui.section import Section
from otklik.web.setting_up import shapes

TICKETS = "tickets"
STANDING = "settings/effect_rule.html"
RULE_SECTIONS: Sequence[Section] = (
    Section(
        "routing",
        shapes()["routing_rule"],
        "route",
        TICKETS,
        _("Whose a new ticket is and who follows it. The first rule that holds for it is taken."),
        rule_notes.routing_state,
        told=rule_notes.routing,
        table="routing",
        effect=STANDING,
        beside=partial(rule_standing.beside, "routing", rule_notes.routing),
        proposed=routing_proposals.proposed,
        new_title=_("New routing rule"),
    ),
    Section(
        "sla",
        shapes()["sla_rule"],
        "clock",
        TICKETS,
        _("Until when tickets are answered and done. The first rule that holds for a ticket is taken."),
        rule_notes.sla_state,
        told=rule_notes.sla,
        table="sla",
        effect=STANDING,
        beside=partial(rule_standing.beside, "sla", rule_notes.sla),
        proposed=sla_proposals.proposed,
        new_title=_("New SLA rule"),
    ),
    Section(
        "triggers",
        shapes()["trigger"],
        "zap",
        TICKETS,
        _("What happens by itself when something happens to a ticket. All that hold are done, in order."),
        rule_notes.triggers_state,
        told=rule_notes.triggers,
        table="trigger",
        effect=STANDING,
        beside=partial(rule_standing.beside, "trigger", rule_notes.triggers),
        proposed=trigger_proposals.proposed,
        new_title=_("New trigger"),
    ),
    Section(
        "macros",
        shapes()["macro"],
        "macro",
        TICKETS,
        _("What belongs together is done with one press, on a card or on many tickets."),
        macro_notes.state,
        told=macro_notes.told,
        table="macro",
        effect=STANDING,
        beside=partial(rule_standing.beside, "macro", macro_notes.told),
        proposed=macro_notes.proposed,
        new_title=_("New macro"),
    ),
)
"""In the order of the tabs. `table` is the key their versions are kept under."""
