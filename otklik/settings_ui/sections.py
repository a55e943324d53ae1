"""The sections of the settings that are lists of declared things: one line each, the pages come by
themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from otklik.clients.settings import ASSETS
from otklik.core.configuring.kinds import Label
from otklik.settings_ui import field_notes, field_proposals, notes, sla_notes, sla_proposals
from otklik.settings_ui.section import Section
from otklik.web import setting_up

PEOPLE, TICKETS, CLIENTS, CONTACT, ORDER = "people", "tickets", "clients", "contact", "order"
GROUPS: Mapping[str, Label] = {
    PEOPLE: _("Company and people"),
    TICKETS: _("Tickets"),
    CLIENTS: _("What clients have"),
    CONTACT: _("Talking to clients"),
    ORDER: _("Order in the house"),
}


def _people(number: int) -> str:
    return ngettext("%(n)s team.", "%(n)s teams.", number) % {"n": number}


def _roles(number: int) -> str:
    return ngettext("%(n)s role.", "%(n)s roles.", number) % {"n": number}


def _services(number: int) -> str:
    return ngettext("%(n)s service and package.", "%(n)s services and packages.", number) % {"n": number}


def _types(number: int) -> str:
    return ngettext("%(n)s ticket type.", "%(n)s ticket types.", number) % {"n": number}


def _categories(number: int) -> str:
    none = gettext("None yet: labels to find and count tickets by.")
    return ngettext("%(n)s category.", "%(n)s categories.", number) % {"n": number} if number else none


def _priorities(number: int) -> str:
    return ngettext("%(n)s priority.", "%(n)s priorities.", number) % {"n": number}


def _statuses(number: int) -> str:
    return ngettext("%(n)s status.", "%(n)s statuses.", number) % {"n": number}


def _agents(number: int) -> str:
    return ngettext("%(n)s employee.", "%(n)s employees.", number) % {"n": number}


def _brand_names(number: int) -> str:
    return ngettext("%(n)s brand.", "%(n)s brands.", number) % {"n": number}


def _fields(number: int) -> str:
    none = gettext("None yet: what you want to know besides what everybody asks.")
    return ngettext("%(n)s field.", "%(n)s fields.", number) % {"n": number} if number else none


def _kinds_of_companies(number: int) -> str:
    return ngettext("%(n)s category.", "%(n)s categories.", number) % {"n": number}


def _kinds_of_machines(number: int) -> str:
    return ngettext("%(n)s type of equipment.", "%(n)s types of equipment.", number) % {"n": number}


def _makers(number: int) -> str:
    return ngettext("%(n)s manufacturer.", "%(n)s manufacturers.", number) % {"n": number}


def _models(number: int) -> str:
    return ngettext("%(n)s model.", "%(n)s models.", number) % {"n": number}


SECTIONS: Sequence[Section] = (
    Section(
        "brands",
        setting_up.shapes()["brand"],
        "store",
        PEOPLE,
        _("What clients see: the name, the logo and colour, the address of the portal, the phone."),
        _brand_names,
        note=notes.brand,
        counts="companies",
        effect="settings/effect_brand.html",
        beside=notes.logo,
        new_title=_("New brand"),
    ),
    Section(
        "agents",
        setting_up.shapes()["agent"],
        "user",
        PEOPLE,
        _("Who works here, in which teams, and what they may do."),
        _agents,
        note=notes.agent,
        closing="settings/_leaving.html",
        beside=notes.heirs,
        new_title=_("New employee"),
    ),
    Section(
        "teams",
        setting_up.shapes()["team"],
        "users",
        PEOPLE,
        _("Tickets belong to teams; members see their team's tickets."),
        _people,
        note=notes.team,
        new_title=_("New team"),
    ),
    Section(
        "roles",
        setting_up.shapes()["role"],
        "shield",
        PEOPLE,
        _("A role says what its people may do. Somebody with several roles may do all of it."),
        _roles,
        note=notes.role,
        counts="agents",
        new_title=_("New role"),
    ),
    Section(
        "company-categories",
        setting_up.shapes()["company_category"],
        "briefcase",
        PEOPLE,
        _("Client, partner, VIP: for employees only. Services can be open to some of them."),
        _kinds_of_companies,
        counts="companies",
        new_title=_("New company category"),
    ),
    Section(
        "services",
        setting_up.shapes()["service"],
        "layers",
        TICKETS,
        _("What can be asked for. A service decides the team and what the form asks."),
        _services,
        note=notes.service,
        ordered=notes.as_a_tree,
        new_title=_("New service"),
    ),
    Section(
        "types",
        setting_up.shapes()["type"],
        "tag",
        TICKETS,
        _("Request, incident, complaint: what kind of matter it is."),
        _types,
        note=notes.guidance,
        new_title=_("New ticket type"),
    ),
    Section(
        "categories",
        setting_up.shapes()["category"],
        "filter",
        TICKETS,
        _("Labels; several per ticket. Lists and reports are filtered by them."),
        _categories,
        new_title=_("New category"),
    ),
    Section(
        "priorities",
        setting_up.shapes()["priority"],
        "sort",
        TICKETS,
        _("How urgent it is. Lists are ordered by it, then by due time."),
        _priorities,
        note=notes.guidance,
        mark=notes.priority_mark,
        new_title=_("New priority"),
    ),
    Section(
        "statuses",
        setting_up.shapes()["status"],
        "s-work",
        TICKETS,
        _("Names for the steps of the work, and the moves between them."),
        _statuses,
        note=notes.status,
        mark=notes.status_mark,
        heading=notes.status_group,
        effect="settings/effect_status.html",
        new_title=_("New status"),
    ),
    Section(
        "sla",
        setting_up.shapes()["sla_rule"],
        "clock",
        TICKETS,
        _("Until when tickets are answered and done. The first rule that holds for a ticket is taken."),
        sla_notes.state,
        note=sla_notes.rule,
        proposed=sla_proposals.proposed,
        new_title=_("New SLA rule"),
    ),
    Section(
        "asset-types",
        setting_up.shapes()["asset_type"],
        "hdd",
        CLIENTS,
        _("Coffee machine, cash register: what kinds of equipment there are."),
        _kinds_of_machines,
        counts="assets",
        module=ASSETS,
        new_title=_("New type of equipment"),
    ),
    Section(
        "manufacturers",
        setting_up.shapes()["manufacturer"],
        "wrench",
        CLIENTS,
        _("Who makes the equipment."),
        _makers,
        counts="assets",
        module=ASSETS,
        new_title=_("New manufacturer"),
    ),
    Section(
        "asset-models",
        setting_up.shapes()["asset_model"],
        "layers",
        CLIENTS,
        _("A model brings its manufacturer and type along."),
        _models,
        note=notes.asset_model,
        counts="assets",
        module=ASSETS,
        new_title=_("New model"),
    ),
    Section(
        "custom-fields",
        setting_up.shapes()["field"],
        "edit",
        TICKETS,
        _("What you want to know of tickets and clients besides what everybody asks."),
        _fields,
        note=field_notes.field,
        heading=field_notes.owner,
        ordered=field_notes.by_owner,
        effect="settings/effect_field.html",
        beside=field_notes.options,
        asked=field_notes.asked,
        when=field_notes.WHEN,
        proposed=field_proposals.proposed,
    ),
)
BY_KEY: Mapping[str, Section] = {section.key: section for section in SECTIONS}
BY_KIND: Mapping[str, Section] = {section.shape.kind: section for section in SECTIONS}
