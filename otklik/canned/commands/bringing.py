"""Canned replies from a file: each row made or changed by the commands behind the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from otklik.canned.access import SHARE
from otklik.canned.commands.own import change_own_reply, hide_own_reply, write_own_reply
from otklik.canned.models import CannedReply, Folder
from otklik.canned.shapes import CANNED_REPLY, FOLDER, OWN_REPLY
from otklik.canned.whom import ALL, ME, UNSAID, whom_key
from otklik.clients.commands.bringing import Brought, Manner, Outcome, What
from otklik.clients.commands.bringing.batches import may_be, only, planned, unless_trial
from otklik.core import small, text
from otklik.core.configuring import rows as configured
from otklik.core.errors import Invalid, NotPossible
from otklik.core.translated import Translated
from otklik.people.actor import Actor
from otklik.people.commands import change_set_up, hide_set_up, set_up
from otklik.people.owning import require_staff
from otklik.people.queries import staff

if TYPE_CHECKING:
    from otklik.core.configuring.shapes import Shape

MOST_SHARED = 5_000
"""So many for others there may be before a file adds no more: they stand in the memory of every process."""
LANGUAGES = ("ru", "en")
_SHARED = cast("Shape[CannedReply]", CANNED_REPLY)


@transaction.atomic
def bring_canned_replies(actor: Actor, rows: Sequence[Brought], manner: Manner) -> list[Outcome]:
    """Add or change canned replies. For employees; those for others need `canned.share`, row by row.

    A reply is found again by its external id, else by its title in its folder among those of the same people.
    Texts: `name_ru`, `name_en`, `text_ru`, `text_en`, `folder` (by name; made where `manner.makes`), `whom`
    (`canned.whom`), `hidden` (1 or 0). Writes what the commands of one's own and `set_up` write.
    """
    require_staff(actor)
    # What a trial took back must not be remembered as the configuration.
    with small.one_version() if manner.is_trial else nullcontext(), unless_trial(manner):
        known = _known(actor)
        return planned(rows, lambda row: _taken(actor, row, known, manner))


@dataclass(frozen=True)
class _Whose:
    """Whose a row says it is: the actor's own, a team's, or everybody's."""

    is_own: bool = False
    team_id: int | None = None
    is_said: bool = False

    @property
    def shape(self) -> Shape[CannedReply]:
        """What it is made of."""
        return OWN_REPLY if self.is_own else _SHARED


@dataclass
class _Known:
    """The replies and folders a batch may mean, and which replies its lines were about."""

    replies: list[CannedReply]
    folders: list[Folder]
    touched: set[int] = field(default_factory=set)
    titles: dict[int, set[str]] = field(default_factory=dict)

    def find(self, row: Brought, whose: _Whose, folder: Folder | None) -> CannedReply | None:
        """The reply a row is about."""
        among = [one for one in self.replies if (one.owner_id is not None) == whose.is_own]
        called = [one for one in among if row.external_id and one.external_id == row.external_id]
        if called:
            return called[0]
        among = [one for one in among if not whose.is_said or one.team_id == whose.team_id]
        if row.text("folder"):
            among = [one for one in among if folder is not None and one.folder_id == folder.pk]
        titles = _keys(row.text(f"name_{code}") for code in LANGUAGES)
        alike = [one for one in among if not one.hidden and titles & self._titles_of(one)]
        return only([one for one in alike if may_be(row, one.external_id)], "")

    def folder(self, word: str) -> Folder | None:
        """The folder of this name, one in use before a hidden one."""
        fitting = [one for one in self.folders if text.key(word) in _keys(one.name.texts.values())]
        return min(fitting, key=lambda one: one.hidden, default=None)

    def _titles_of(self, reply: CannedReply) -> set[str]:
        if reply.pk not in self.titles:
            self.titles[reply.pk] = _keys(reply.name.texts.values())
        return self.titles[reply.pk]

    def keep(self, reply: CannedReply) -> None:
        """Note what a line was about, as it stands now."""
        self.replies = [one for one in self.replies if one.pk != reply.pk] + [reply]
        self.touched.add(reply.pk)
        self.titles.pop(reply.pk, None)


def _known(actor: Actor) -> _Known:
    own = Q(owner_id=actor.agent_id) if actor.agent_id else Q(owner__isnull=True)
    replies = CannedReply.objects.filter(Q(owner__isnull=True) | own).order_by("pk")
    return _Known(list(replies), list(Folder.objects.order_by("position", "id")))


def _taken(actor: Actor, row: Brought, known: _Known, manner: Manner) -> Outcome:
    whose = _whose(actor, row)
    word = row.text("folder")
    folder = known.folder(word) if word else None
    found = known.find(row, whose, folder)
    _refuse_twice(found, whose, known)
    before = configured.fingerprint(whose.shape, found) if found is not None else ""
    with _by_column(row):
        values = _values(row, found, whose, folder)
        # Everything that can be wrong with it is told before anything is written.
        configured.cleaned(whose.shape, found, values)
        if word and folder is None:
            folder = _new_folder(actor, word, manner)
            values["folder"] = folder.pk
        reply = _hidden(actor, _written(actor, whose, found, values), row)
    if folder is not None and folder not in known.folders:
        known.folders.append(folder)
    known.keep(reply)
    if found is None:
        return Outcome(What.CREATED)
    if configured.fingerprint(whose.shape, reply) == before:
        return Outcome(What.UNCHANGED)
    return Outcome(What.CHANGED, found=str(found.name))


def _whose(actor: Actor, row: Brought) -> _Whose:
    whom = whom_key(row.text("whom"))
    if whom == ME:
        if actor.agent_id is None:
            raise Invalid({"whom": _("Nobody of ours brings this file in: name a team, or all employees.")})
        return _Whose(is_own=True, is_said=True)
    if not actor.has(SHARE):
        words = _("Your role does not let you write canned replies for others: write “%(me)s”.")
        raise Invalid({"whom": words % {"me": _("me alone")}})
    if whom in (ALL, UNSAID):
        return _Whose(is_said=whom == ALL)
    teams = sorted(staff().teams.values(), key=lambda team: team.hidden)
    team = next((one for one in teams if whom in _keys((*one.name.texts.values(), one.code))), None)
    if team is None:
        raise Invalid({"whom": _("There is no team “%(name)s”.") % {"name": row.text("whom")}})
    return _Whose(team_id=team.pk, is_said=True)


def _refuse_twice(found: CannedReply | None, whose: _Whose, known: _Known) -> None:
    if found is not None and found.pk in known.touched:
        raise Invalid({"": _("Another line of the file is about the same one.")})
    shared = sum(one.owner_id is None for one in known.replies)
    if found is None and not whose.is_own and shared >= MOST_SHARED:
        raise Invalid({"": _("There are %(n)s canned replies for others already.") % {"n": MOST_SHARED}})


def _values(
    row: Brought, found: CannedReply | None, whose: _Whose, folder: Folder | None
) -> dict[str, object]:
    """What the row says, as the form would send it; texts of a language it does not name stay."""
    values: dict[str, object] = dict(row.called)
    for name in ("name", "text"):
        given = {code: row.text(f"{name}_{code}") for code in LANGUAGES if f"{name}_{code}" in row.texts}
        standing: Translated = getattr(found, name) if found is not None else Translated()
        values[name] = {code: words for code, words in standing.texts.items() if words} | given
    if "folder" in row.texts:
        values["folder"] = folder.pk if folder is not None else None
    if not whose.is_own and (whose.is_said or "whom" in row.texts):
        values["team"] = whose.team_id
    return values


def _new_folder(actor: Actor, word: str, manner: Manner) -> Folder:
    if not manner.makes or not actor.has(SHARE):
        raise Invalid({"folder": _("There is no folder “%(name)s”.") % {"name": word}})
    try:
        return set_up(actor, FOLDER, {"name": {(get_language() or "ru").split("-")[0]: word}})
    except Invalid as error:
        raise Invalid({"folder": error.message}) from error


def _written(
    actor: Actor, whose: _Whose, found: CannedReply | None, values: dict[str, object]
) -> CannedReply:
    if found is None:
        return write_own_reply(actor, values) if whose.is_own else set_up(actor, _SHARED, values)
    if whose.is_own:
        return change_own_reply(actor, found, values)
    return change_set_up(actor, _SHARED, found, values)


def _hidden(actor: Actor, reply: CannedReply, row: Brought) -> CannedReply:
    wanted = row.text("hidden")
    if not wanted or reply.hidden == (wanted == "1"):
        return reply
    if reply.owner_id is not None:
        return hide_own_reply(actor, reply, hidden=wanted == "1")
    return hide_set_up(actor, _SHARED, reply, hidden=wanted == "1")


@contextmanager
def _by_column(row: Brought) -> Iterator[None]:
    """Say what is wrong by the columns of the file; a row that is refused leaves no folder behind."""
    try:
        with transaction.atomic():
            yield
    except NotPossible as error:
        small.bump()
        raise Invalid({"": error.message}) from error
    except Invalid as error:
        small.bump()
        raise Invalid({_column(name, row): words for name, words in error.fields.items()}) from error


def _column(name: str, row: Brought) -> str:
    """The column a field of the form is read from; of both languages' the one that is given."""
    if name == "team":
        return "whom"
    given = [f"{name}_{code}" for code in LANGUAGES if row.text(f"{name}_{code}")]
    return given[0] if given else f"{name}_ru" if name in ("name", "text") else name


def _keys(words: Iterable[str]) -> set[str]:
    return {text.key(word) for word in words if word.strip()}
