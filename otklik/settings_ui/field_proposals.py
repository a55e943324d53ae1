"""Custom fields many desks end up with (REG-2): proposed where fields are set up, made by one press each.

An installation has only those it chose: a form asks nothing nobody wanted to know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from otklik.core.translated import Translated, translated
from otklik.fields.enums import Clients, Kind
from otklik.fields.shapes import FIELD
from otklik.people.actor import Actor
from otklik.people.commands import all_set_up
from otklik.settings_ui.proposals import Proposal

if TYPE_CHECKING:
    from otklik.fields.models import CustomField


_FILLED = {"kind": Kind.TEXT.value, "clients": Clients.FILL.value}
_COUNTED = {"in_list": True, "filterable": True}


def _field(key: str, name: Translated, hint: Translated, values: Mapping[str, object]) -> Proposal:
    texts = {"name": name.texts, "hint": hint.texts}
    return Proposal(key, name, hint, {"owner": "ticket", "key": key, **texts, **values})


PROPOSALS: Sequence[Proposal] = (
    _field(
        "place",
        translated(ru="Место", en="Place"),
        translated(ru="Корпус, этаж, кабинет.", en="Building, floor, room."),
        _FILLED,
    ),
    _field(
        "second-contact",
        translated(ru="Ещё контактное лицо", en="Second contact person"),
        translated(
            ru="Имя и телефон того, кто встретит или ответит на вопросы.",
            en="Name and phone of who lets us in or answers questions.",
        ),
        _FILLED,
    ),
    _field(
        "payer",
        translated(ru="Организация-плательщик", en="Paying organisation"),
        translated(ru="Если платит не компания клиента.", en="If it is not the client's own company."),
        {"kind": Kind.COMPANY.value, **_COUNTED},
    ),
    _field(
        "cause",
        translated(ru="Причина", en="Cause"),
        translated(ru="Из-за чего это случилось.", en="Why it happened."),
        {"kind": Kind.TREE.value, **_COUNTED},
    ),
    _field(
        "closed-period",
        translated(ru="Закрытый учётный период", en="Closed accounting period"),
        translated(
            ru="Изменения затронут уже сданную отчётность.", en="The change touches reports that are filed."
        ),
        {"kind": Kind.FLAG.value, "clients": Clients.FILL.value, **_COUNTED},
    ),
)


def proposed(actor: Actor) -> Sequence[Proposal]:
    """Those whose keys no field of tickets has yet."""
    rows = cast("Sequence[CustomField]", all_set_up(actor, FIELD))
    taken = {row.key for row in rows if row.owner == "ticket"}
    return [one for one in PROPOSALS if one.key not in taken]
