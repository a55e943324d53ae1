"""Types, manufacturers and models by the words of a file; made where they are lacking, if that is wished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from otklik.clients.asset_shapes import ASSET_MODEL, ASSET_TYPE, MANUFACTURER
from otklik.clients.commands.bringing.rows import Brought
from otklik.clients.models import AssetModel, AssetType, Manufacturer
from otklik.clients.place_queries import directories
from otklik.core import text
from otklik.core.configuring.shapes import Shape
from otklik.core.errors import Invalid
from otklik.core.small import SmallTable
from otklik.people.actor import Actor
from otklik.people.commands import set_up
from otklik.people.rights import ADMINISTER

Named = AssetType | Manufacturer | AssetModel
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Described:
    """What a machine is, as far as the directories know it; `lacking`: words that stand in none of them."""

    type_id: int | None = None
    manufacturer_id: int | None = None
    model_id: int | None = None
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Words:
    types: Mapping[str, int]
    makers: Mapping[str, int]
    models: Mapping[tuple[str, int | None], int]


def described(row: Brought, *, may_lack: bool) -> Described:
    """The rows of the directories a row names. `Invalid` for unknown ones, unless they may be made."""
    words = _WORDS.get()
    type_id = words.types.get(_key(row, "type"))
    maker_id = words.makers.get(_key(row, "manufacturer"))
    model_id = words.models.get((_key(row, "model"), maker_id)) or words.models.get(
        (_key(row, "model"), None)
    )
    found = {"type": type_id, "manufacturer": maker_id, "model": model_id}
    if model_id is not None and maker_id is not None:
        own = directories().models[model_id].manufacturer_id
        # A model of this name that another manufacturer has is another model.
        found["model"] = model_id if own in (None, maker_id) else None
    lacking = tuple(name for name, pk in found.items() if pk is None and row.text(name))
    if lacking and not may_lack:
        told = _("“%(name)s” is not in the directory.")
        raise Invalid({name: told % {"name": row.text(name)} for name in lacking})
    return Described(found["type"], found["manufacturer"], found["model"], lacking)


def may_make(actor: Actor) -> bool:
    """Whether the actor may add to the directories."""
    return actor.has(ADMINISTER)


def made(actor: Actor, row: Brought, known: Described) -> Described:
    """Add what is lacking. Writes `asset_directory.changed` for each."""
    if "type" in known.lacking:
        _make(actor, ASSET_TYPE, row.text("type"), {})
    if "manufacturer" in known.lacking:
        _make(actor, MANUFACTURER, row.text("manufacturer"), {})
    if "model" in known.lacking:
        so_far = described(row, may_lack=True)
        links = {"manufacturer": so_far.manufacturer_id, "asset_type": so_far.type_id}
        _make(actor, ASSET_MODEL, row.text("model"), links)
    return described(row, may_lack=False)


def _make(actor: Actor, shape: Shape[Row], word: str, links: Mapping[str, int | None]) -> None:
    name = text.one_line(word, 100)
    set_up(actor, shape, {"name": {"ru": name}, **{key: pk for key, pk in links.items() if pk is not None}})


def _key(row: Brought, name: str) -> str:
    return text.key(text.one_line(row.text(name), 100))


def _load() -> _Words:
    known = directories()
    models: dict[tuple[str, int | None], int] = {}
    for pk, row in reversed(list(known.models.items())):
        for word in _words_of(row):
            models[(word, row.manufacturer_id)] = pk
            models[(word, None)] = pk
    return _Words(_by_word(known.types), _by_word(known.manufacturers), models)


def _by_word(rows: Mapping[int, Named]) -> Mapping[str, int]:
    return {word: pk for pk, row in reversed(list(rows.items())) for word in _words_of(row)}


def _words_of(row: Named) -> set[str]:
    return {text.key(word) for word in (row.code, *row.name.texts.values()) if word}


_WORDS = SmallTable(_load)
