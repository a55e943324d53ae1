"""What this actor may know of custom fields: which they see, which a form asks, what it offers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from otklik.core import text
from otklik.fields.access import may_fill, may_see
from otklik.fields.enums import NAMED, WITH_OPTIONS, Kind, Must
from otklik.fields.owners import references
from otklik.fields.queries.memory import Bound, FieldInfo, fields_of
from otklik.fields.values import Custom, Found, Rule, Value
from otklik.people.actor import Actor
from otklik.people.queries import staff

BETWEEN = " · "
"""Between what something is called and what tells it from others."""


def seen_by(actor: Actor, owner: str) -> Sequence[FieldInfo]:
    """The fields of an owner kind whose values this actor may see, none hidden, in their order."""
    return [one for one in fields_of(owner) if not one.hidden and may_see(actor, one)]


def fillable(actor: Actor, owner: str) -> Sequence[FieldInfo]:
    """What this actor may fill in owners of whatever types and services, in order."""
    return [one for one in fields_of(owner) if not one.hidden and may_fill(actor, one)]


def asked_of(actor: Actor, owner: str, bound: Bound) -> Sequence[FieldInfo]:
    """What a form asks this actor for an owner of these types and services, in order."""
    return [one for one in fields_of(owner) if one.is_asked(bound) and may_fill(actor, one)]


def required_of(actor: Actor, one: FieldInfo) -> bool:
    """Whether the form does not go without it, at registration. Whoever has no account is shown no company
    and no machine, and needs none."""
    if actor.is_client:
        return one.client_must and (actor.is_contact or one.kind not in NAMED)
    return actor.is_agent and one.must is Must.REGISTER


def shown_in_lists(actor: Actor, owner: str) -> Sequence[FieldInfo]:
    """The fields this actor may have as columns of a list and of a table that is exported."""
    return [one for one in seen_by(actor, owner) if one.in_list]


def filters_of(actor: Actor, owner: str) -> Sequence[FieldInfo]:
    """The fields this actor may narrow a list by."""
    return [one for one in seen_by(actor, owner) if one.can_filter]


def readable(actor: Actor, owner: str, custom: Custom | None) -> dict[str, Value]:
    """The values of an owner that this actor may see, by key, for programs: what has none is left out."""
    if not custom:
        return {}
    return {one.key: custom[one.key] for one in seen_by(actor, owner) if custom.get(one.key) is not None}


def rule_of(actor: Actor, one: FieldInfo, *, past: bool = False) -> Rule:
    """What a field takes from this actor. `past`: also options that are offered no more."""
    reference = references().get(one.kind)

    def find(words: str) -> Found | None:
        if one.kind is Kind.AGENT:
            return _agent(words, past=past)
        return reference.find(actor, words) if reference else None

    return Rule(one.kind, one.labels if past else one.spellings, one.currency, find)


def choices_of(one: FieldInfo, chosen: Collection[str] = ()) -> list[Found]:
    """What a form offers in a field, as (code or uid, name): options with the names above them, employees.
    Hidden ones only where they are chosen already. Companies and machines are many: a box searches them."""
    if one.kind in WITH_OPTIONS:
        by_id = {option.id: option for option in one.options}
        return [
            (option.code, " › ".join(str(by_id[pk].name) for pk in option.path))
            for option in one.options
            if option.code in chosen or not any(by_id[pk].hidden for pk in option.path)
        ]
    if one.kind is Kind.AGENT:
        people = sorted(staff().agents.values(), key=lambda agent: agent.name)
        return [(agent.uid, agent.name) for agent in people if agent.is_active or agent.uid in chosen]
    return []


def meant_by(actor: Actor, one: FieldInfo, words: str, uid: str = "") -> Found | None:
    """What the box of a company or a machine holds: `uid` as long as `words` still say so, else the only one
    they fit; None where they do not tell."""
    reference = references().get(one.kind)
    if reference is None or not words:
        return None
    found = reference.find(actor, uid) if uid else None
    if found and (words == found[1] or words.startswith(found[1] + BETWEEN)):
        return found
    fit = reference.find(actor, words)
    offered = [] if fit else list(reference.offer(actor, words.replace(BETWEEN, " ")))
    exact = [one for one in offered if one[1] == words] or offered
    return fit or (exact[0] if len(exact) == 1 else None)


def _agent(words: str, *, past: bool) -> Found | None:
    """By uid, or by a name that only one has."""
    key = text.key(words)
    people = [agent for agent in staff().agents.values() if agent.is_active or past]
    found = [agent for agent in people if agent.uid == words] or [
        a for a in people if text.key(a.name) == key
    ]
    return (found[0].uid, found[0].name) if len(found) == 1 else None
