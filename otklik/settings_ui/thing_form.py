"""The form of a client's thing (company, contact, site, equipment, contract): what all of them show alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from otklik.core.configuring.shapes import Field
from otklik.settings_ui.client_custom import EXTERNAL, controls_of
from otklik.settings_ui.forms import groups_of
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.clients.models import Asset, Company, Contact, Contract, Site

    Thing = Company | Contact | Site | Asset | Contract


@dataclass(frozen=True)
class ThingForm:
    """A form as it is filled in. `kind`: whose custom fields it asks; `section`: title and address of the
    list it leads back to; `card_url`: where cancelling leads; `is_new`: whether fields for new rows show."""

    kind: str
    row: Thing | None
    title: str
    section: tuple[str, str]
    card_url: str
    fields: Sequence[Field]
    values: Mapping[str, object]
    problems: Mapping[str, str]
    is_new: bool


def frame_of(request: OtklikRequest, form: ThingForm) -> dict[str, object]:
    """What `settings/thing.html` and those that extend it need."""
    controls = controls_of(request, form.kind, form.row, form.problems)
    fields = (*form.fields, EXTERNAL)
    standing = (form.row.external_id or "") if form.row else ""
    values = {**form.values, EXTERNAL.name: request.POST.get(EXTERNAL.name, standing)}
    known = {field.name for field in fields} | {control.name for control in controls}
    return {
        "shell": shell_for(request.actor, "clients"),
        "row": form.row,
        "kind": form.kind,
        "title": form.title,
        "section_title": form.section[0],
        "section_url": form.section[1],
        "card_url": form.card_url,
        "company_uid": "",
        "groups": groups_of(fields, values, form.problems, is_new=form.is_new),
        "custom": controls,
        "summary": [(name if name in known else "", words) for name, words in form.problems.items()],
        "version": form.row.version if form.row else "",
    }
