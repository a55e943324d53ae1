"""From declared fields to a form and back: what is shown, what was typed, what is wrong with it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from otklik.automation.actions.kind import ActionsKind
from otklik.core.configuring.durations import Duration
from otklik.core.configuring.kinds import LANGUAGES, Lines, Number, One, Option, Several, Text, Words
from otklik.core.configuring.shapes import Field
from otklik.core.errors import Invalid, Refused
from otklik.rules.condition_kind import ConditionKind
from otklik.settings_ui import actions, conditions
from otklik.settings_ui.route_notes import ways_editor
from otklik.stages.kinds import WaysKind

LANGUAGE_NAMES = {"ru": "Русский", "en": "English"}


@dataclass(frozen=True)
class Asked:
    """A field as the template draws it. `value` is what stands in it: a text, texts by language, keys, a
    flag. `skip` says what leaving it empty means; `taken_by` is the address of what has this value; `finds`
    where a box searches for more, `words` what was typed into it; `editor` is what the script of a
    condition or of actions needs."""

    name: str
    label: str
    hint: str
    form: str
    looks: str
    value: object
    required: bool
    error: str = ""
    now: str = ""
    type: str = "text"
    lines: int = 1
    limit: int = 0
    empty: str = ""
    options: Sequence[Option] = ()
    is_fixed: bool = False
    shown: str = ""
    skip: str = ""
    taken_by: str = ""
    finds: str = ""
    words: str = ""
    editor: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def said(self) -> str:
        """What stands in a box that searches: the words, else what the chosen option is called."""
        return self.words or next((one.label for one in self.options if self.has(one.key)), "")

    def grouped(self) -> list[tuple[str, list[Option]]]:
        """The options under their groups, in their order."""
        groups: dict[str, list[Option]] = {}
        for option in self.options:
            groups.setdefault(option.group, []).append(option)
        return list(groups.items())

    def has(self, key: object) -> bool:
        """Whether this option is chosen."""
        chosen = self.value if isinstance(self.value, list | tuple | set) else [self.value]
        return str(key) in {str(one) for one in chosen if one is not None}


@dataclass(frozen=True)
class Group:
    """Fields under one heading; the first group has none."""

    title: str
    fields: Sequence[Asked]


def typed(fields: Iterable[Field], post: QueryDict) -> dict[str, object]:
    """What a sent form holds, by field, as it was typed: the shape's kinds read and check it. Of a field that
    searches also its words, as `<name>_words`."""
    asked = list(fields)
    words = [f"{field.name}_words" for field in asked if isinstance(field.kind, One | Several)]
    found: dict[str, object] = {name: post.get(name, "").strip() for name in words if name in post}
    return found | {field.name: _typed(field, post) for field in asked}


def groups_of(
    fields: Iterable[Field],
    values: Mapping[str, object],
    problems: Mapping[str, str],
    *,
    standing: Mapping[str, object] | None = None,
    is_new: bool = False,
    taken: Mapping[str, str] | None = None,
) -> list[Group]:
    """The form's fields by group. `standing`: the values in force, told beside what differs after a
    conflict. `taken`: where the thing is that has a refused value already, by field."""
    groups: dict[str, list[Asked]] = {}
    for field in fields:
        asked = _asked(field, values.get(field.name), problems.get(field.name, ""), standing, is_new)
        words = str(values.get(f"{field.name}_words") or "")
        asked = replace(asked, taken_by=(taken or {}).get(field.name, ""), words=words)
        groups.setdefault(str(field.group), []).append(asked)
    return [Group(title, asked) for title, asked in groups.items()]


def problems_of(error: Refused) -> dict[str, str]:
    """What a refusal says, by field; under the empty name what concerns none."""
    return dict(error.fields) if isinstance(error, Invalid) else {"": error.message}


def _typed(field: Field, post: QueryDict) -> object:
    match field.kind.form:
        case "words":
            return {code: post.get(f"{field.name}_{code}", "") for code in LANGUAGES}
        case "flag":
            return field.name in post
        case "several":
            return post.getlist(field.name)
        case "ways":
            return _ways(field.name, post)
        case _:
            return post.get(field.name, "")


def _ways(name: str, post: QueryDict) -> list[dict[str, object]]:
    """A box for each stage that is led to, and the condition beside it."""
    return [{"to": to, "condition": post.get(f"{name}_when_{to}", "")} for to in post.getlist(name)]


def _asked(
    field: Field, value: object, error: str, standing: Mapping[str, object] | None, is_new: bool
) -> Asked:
    kind = field.kind
    chosen = value if isinstance(value, list | tuple) else [value]
    return Asked(
        name=field.name,
        label=str(field.label),
        hint=str(field.hint),
        form=kind.form,
        looks=kind.looks if isinstance(kind, One | Several) else "",
        value=_standing_in(kind, value),
        required=field.required,
        error=error,
        now=_differs(field, value, standing),
        type=kind.type if isinstance(kind, Text) else "text",
        lines=kind.lines if isinstance(kind, Text | Words) else 1,
        limit=kind.limit if isinstance(kind, Text | Words) else 0,
        empty=str(kind.empty) if isinstance(kind, One) else "",
        options=_offered(kind, chosen),
        is_fixed=field.is_fixed and not is_new,
        shown=kind.show(value) if field.is_fixed and not is_new else "",
        skip="" if field.required else str(field.if_empty),
        finds=kind.finds if isinstance(kind, One | Several) else "",
        editor=_editor(kind, value),
    )


def _editor(kind: object, value: object) -> Mapping[str, object]:
    """What the scripts of conditions and actions read."""
    if isinstance(kind, WaysKind):
        return ways_editor(value)
    if isinstance(kind, ConditionKind):
        return conditions.editor(value, with_event=kind.with_event)
    return actions.editor(kind, value) if isinstance(kind, ActionsKind) else {}


def _standing_in(kind: object, value: object) -> object:
    if isinstance(kind, Lines) and not isinstance(value, str):
        return "\n".join(str(line) for line in value) if isinstance(value, Sequence) else ""
    if isinstance(kind, Words):
        texts = value if isinstance(value, Mapping) else {}
        return {code: str(texts.get(code, "")) for code in LANGUAGES}
    if isinstance(kind, Duration):
        return value if isinstance(value, str) else kind.show(value)
    if isinstance(kind, ConditionKind | ActionsKind):
        return kind.show(value)
    if isinstance(kind, Text | Number):
        return "" if value is None else str(value)
    return value


def _offered(kind: object, chosen: Sequence[object]) -> Sequence[Option]:
    """Hidden options only where they are chosen already; of a text what it suggests."""
    if isinstance(kind, Text):
        return kind.suggests() if kind.suggests else ()
    if not isinstance(kind, One | Several):
        return ()
    keys = {str(key) for key in chosen}
    return [option for option in kind.options() if not option.hidden or str(option.key) in keys]


def _differs(field: Field, value: object, standing: Mapping[str, object] | None) -> str:
    if standing is None or field.name not in standing:
        return ""
    now = standing[field.name]
    if _standing_in(field.kind, now) == _standing_in(field.kind, value):
        return ""
    return field.kind.show(now) or _("empty")
