"""Custom fields on pages: controls of forms, what a form sent, facts of cards, changes in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.fields.access import may_see
from otklik.fields.enums import NAMED, Kind
from otklik.fields.queries import (
    PREFIX,
    Bound,
    FieldInfo,
    by_key,
    choices_of,
    fields_of,
    fillable,
    meant_by,
    required_of,
)
from otklik.fields.values import Custom, Value, major
from otklik.fields.wording import SIGNS, show, told
from otklik.people.actor import Actor

Given = Mapping[str, object]
WORDS, BEFORE = ".words", ".before"
"""After a field's name: what stands in its box that searches, beside the uid that was chosen there; and what
stood in it when the form was drawn: while nobody touches it, the uid is meant, whatever it is called now."""
_CONTROLS: Mapping[Kind, str] = {
    Kind.LONG: "area",
    Kind.DATE: "date",
    Kind.LIST: "select",
    Kind.TREE: "select",
    Kind.AGENT: "select",
    Kind.MULTI: "several",
    Kind.FLAG: "flag",
    Kind.COMPANY: "reference",
    Kind.ASSET: "reference",
}
_INPUT_MODES: Mapping[Kind, str] = {Kind.NUMBER: "decimal", Kind.MONEY: "decimal", Kind.LINK: "url"}


@dataclass(frozen=True)
class Control:
    """A field as a form draws it. `control`: text, area, date, select, several, flag, reference. `value`: the
    text in it, `chosen`: the codes. `types`, `services`: codes of what it is asked for, with spaces; empty:
    for all. Of a reference `uid` is what is chosen, `finds` the address where its box searches."""

    name: str
    label: str
    hint: str
    control: str
    value: str
    chosen: frozenset[str]
    options: Sequence[tuple[str, str]]
    required: bool
    error: str
    unit: str = ""
    mode: str = "text"
    types: str = ""
    services: str = ""
    uid: str = ""
    finds: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A field on a card. `open`: the actor may see its value."""

    label: str
    words: str
    href: str = ""
    is_long: bool = False
    open: bool = True


def controls(
    actor: Actor,
    fields: Sequence[FieldInfo],
    values: Custom | None,
    given: Given | None,
    problems: Mapping[str, str],
) -> list[Control]:
    """The controls of these fields: with what was typed (`given`, by key), else with what stands."""
    return [_control(actor, one, values or {}, given, problems.get(one.form_name, "")) for one in fields]


def sent(actor: Actor, fields: Sequence[FieldInfo], post: QueryDict) -> dict[str, object]:
    """What a form holds of these fields, by key, as it was typed. It says which it asked (`asked`): boxes
    that are not ticked are not sent, and what a form had no place for must not be emptied by it."""
    names = set(post.getlist("asked"))
    return {one.key: _sent(actor, one, post) for one in fields if one.form_name in names}


def facts(actor: Actor, owner: str, custom: Custom | None, bound: Bound) -> list[Fact]:
    """The fields of a card: those asked for its owner, and those it has a value of. What an employee may not
    see is named without its value; what a client may not see is not named at all."""
    have = custom or {}
    found = []
    for one in fields_of(owner):
        if one.hidden or not (one.is_asked(bound) or have.get(one.key) is not None):
            continue
        if may_see(actor, one):
            said = told(one, have.get(one.key))
            found.append(Fact(str(one.name), said.words, said.href, said.is_long))
        elif actor.is_agent:
            found.append(Fact(str(one.name), _("no access"), open=False))
    return found


def filled(actor: Actor, owner: str, custom: Custom | None, bound: Bound) -> list[Fact]:
    """The same without empty ones: what a client's card shows."""
    return [fact for fact in facts(actor, owner, custom, bound) if fact.words]


def asked(actor: Actor, owner: str, bound: Bound, custom: Custom | None = None) -> list[FieldInfo]:
    """What a form of this owner asks: fields of its type and service, and those it has a value of."""
    have = custom or {}
    every = fillable(actor, owner)
    return [one for one in every if one.is_asked(bound) or have.get(one.key) is not None]


def change_words(actor: Actor | None, owner: str, change: Mapping[str, object]) -> tuple[str, str, str]:
    """A change of a custom field as (label, from, to); no values where they are not for this actor."""
    key = str(change["field"]).removeprefix(PREFIX)
    one = by_key(owner).get(key)
    if one is None:
        return key, "", ""
    if actor is None or not may_see(actor, one):
        return str(one.name), "", _("no access")
    return str(one.name), show(one, cast("Value", change["from"])), show(one, cast("Value", change["to"]))


def _sent(actor: Actor, one: FieldInfo, post: QueryDict) -> object:
    if one.kind is Kind.MULTI:
        return post.getlist(one.form_name)
    if one.kind is Kind.FLAG:
        return one.form_name in post
    given, words = post.get(one.form_name, "").strip(), post.get(one.form_name + WORDS)
    if words is None:
        return given
    words = words.strip()
    if given and words == post.get(one.form_name + BEFORE, ""):
        return {"uid": given, "name": words}
    found = meant_by(actor, one, words, given)
    return {"uid": found[0], "name": words} if found else words


def _control(actor: Actor, one: FieldInfo, values: Custom, given: Given | None, error: str) -> Control:
    standing = given.get(one.key) if given is not None else values.get(one.key)
    chosen = _chosen(standing)
    return Control(
        name=one.form_name,
        label=str(one.name),
        hint=str(one.hint),
        control=_CONTROLS.get(one.kind, "text"),
        value=_written(standing),
        chosen=chosen,
        options=choices_of(one, chosen),
        required=required_of(actor, one),
        error=error,
        unit=SIGNS.get(one.currency, one.currency) if one.kind is Kind.MONEY else "",
        mode=_INPUT_MODES.get(one.kind, "text"),
        uid=str(standing.get("uid", "")) if isinstance(standing, dict) else "",
        finds=_finds(actor, one.kind),
    )


def _finds(actor: Actor, kind: Kind) -> str:
    """Where a box looks for companies or machines; whoever is nobody here yet is shown none."""
    if kind not in NAMED or not (actor.is_agent or actor.is_contact):
        return ""
    return reverse("desk-place-options" if actor.is_agent else "portal-places", args=[kind.value])


def _chosen(standing: object) -> frozenset[str]:
    if isinstance(standing, list):
        return frozenset(str(code) for code in standing)
    return frozenset([standing]) if isinstance(standing, str) and standing else frozenset()


def _written(standing: object) -> str:
    """What stands in an input; of a flag, whether it is ticked."""
    if isinstance(standing, bool):
        return "1" if standing else ""
    if isinstance(standing, dict):
        amount = standing.get("amount")
        return major(amount).removesuffix(".00") if isinstance(amount, int) else str(standing.get("name", ""))
    return standing if isinstance(standing, str) else ""
