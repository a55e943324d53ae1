"""What a status is made of and where it may lead, for whoever sets up the workflow (FLOW-1).

Guards: the system status of each state stays what it is; a status in use is not switched off; every status
but the closed ones leads somewhere; new tickets always have a status to begin with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.catalogue.queries import catalogue
from otklik.core.configuring.kinds import Flag, One, Option, Several, Words
from otklik.core.configuring.shapes import Field, Shape, Values, declare
from otklik.core.configuring.uses import uses_of
from otklik.core.errors import Invalid, NotPossible
from otklik.people.shapes import code_field, give_code, name_field, roles
from otklik.tickets.enums import State
from otklik.tickets.events import WORKFLOW_CHANGED
from otklik.tickets.models import Status, Transition
from otklik.tickets.queries.workflow import workflow
from otklik.tickets.requirements import can_be_required
from otklik.tickets.status_options import glyphs, states, tones, turns

MAY_BEGIN = frozenset({State.NEW, State.OPEN})


def statuses() -> Sequence[Option]:
    """Statuses to choose from, in their order."""
    return [Option(s.pk, str(s.name), not s.enabled, note=s.glyph) for s in workflow().statuses.values()]


def _moves_by_role() -> Sequence[Option]:
    """`7:3`: to the status 7 for the role 3."""
    return [
        Option(f"{target.key}:{role.key}", f"{target.label}: {role.label}", group=target.label)
        for target in statuses()
        for role in roles()
    ]


def _types() -> Sequence[Option]:
    return [Option(row.pk, str(row.name), row.hidden) for row in catalogue().types.values()]


def _targets(row: Model) -> object:
    own = Transition.objects.filter(source_id=row.pk, role=None)
    return sorted(own.values_list("target_id", flat=True))


def _targets_by_role(row: Model) -> object:
    own = Transition.objects.filter(source_id=row.pk).exclude(role=None).values_list("target_id", "role_id")
    return sorted(f"{target}:{role}" for target, role in own)


def _lead_to(row: Model, value: object) -> None:
    Transition.objects.filter(source_id=row.pk, role=None).delete()
    wanted = [pk for pk in cast("list[int]", value) if pk != row.pk]
    Transition.objects.bulk_create(Transition(source_id=row.pk, target_id=pk) for pk in wanted)


def _lead_by_role(row: Model, value: object) -> None:
    Transition.objects.filter(source_id=row.pk).exclude(role=None).delete()
    pairs = [[int(part) for part in key.split(":")] for key in cast("list[str]", value)]
    Transition.objects.bulk_create(
        Transition(source_id=row.pk, target_id=target, role_id=role)
        for target, role in pairs
        if target != row.pk
    )


def _check(row: Status | None, values: Values) -> None:
    state = State(str(values["state"]))
    if row is not None and state != row.state:
        if row.system:
            raise Invalid(
                {"state": gettext("This status stands for its state and always will. Add another.")}
            )
        if any(found.use.key == "tickets" for found in uses_of("status", row.pk)):
            raise Invalid(
                {"state": gettext("Tickets stand in this status. Switch it off and say where they go first.")}
            )
    if values["types"] and (values["is_initial"] or (row is not None and row.system)):
        raise Invalid(
            {"types": gettext("Every type needs this one: tickets begin in it or come back to it.")}
        )
    if values["is_initial"] and state not in MAY_BEGIN:
        raise Invalid(
            {"is_initial": gettext("New tickets begin where we have work to do: choose another state.")}
        )
    if state is not State.CLOSED and not _exits(row, values):
        raise Invalid(
            {"leads_to": gettext("Choose where tickets may go from here: nobody could get them out of it.")}
        )


def _exits(row: Status | None, values: Values) -> set[int]:
    """Switched-on statuses this one leads to, for everybody or for a role."""
    by_role = (int(key.partition(":")[0]) for key in cast("list[str]", values["role_moves"]))
    targets = {*cast("list[int]", values["leads_to"]), *by_role} - {row.pk if row else 0}
    return targets & _switched_on()


def _switched_on() -> set[int]:
    return {status.pk for status in workflow().statuses.values() if status.enabled}


def may_hide(row: Status) -> None:
    """`NotPossible` for a status its state needs, and for the only way out of another."""
    if row.system:
        raise NotPossible(gettext("Each state keeps one status of its own; this is it. Rename it instead."))
    flow = workflow()
    left = _switched_on() - {row.pk}
    stuck = [
        str(flow.statuses[pk].name)
        for pk in sorted(left)
        if flow.statuses[pk].state != State.CLOSED and not _reachable(flow.moves.get(pk, ()), left - {pk})
    ]
    if stuck:
        raise NotPossible(
            gettext("There would be no way out of “%(names)s”. Give it another one first.")
            % {"names": "”, “".join(stuck)}
        )


def _reachable(moves: Iterable[tuple[int, int | None]], among: set[int]) -> bool:
    return any(target in among for target, _role in moves)


def _derive(row: Status, values: Values) -> None:
    give_code(row, values, "status")
    row.turn = row.turn or ""
    row.color = row.color or ""


STATUS = declare(
    Shape(
        kind="status",
        model=Status,
        one=_("Status"),
        many=_("Statuses"),
        event=WORKFLOW_CHANGED,
        title=lambda row: str(row.name),
        check=_check,
        derive=_derive,
        may_hide=may_hide,
        hidden=("enabled", False),
        fields=(
            name_field(_("Short: it stands in every row of the list.")),
            code_field(),
            Field(
                "client_name",
                _("Words for the client"),
                Words(limit=100),
                _("Answers “what about my request?”"),
                default={},
            ),
            Field(
                "state",
                _("State"),
                One(states, looks="cards"),
                _("What it means to clocks, lists and automatic closing."),
                required=True,
                default="open",
            ),
            Field(
                "glyph",
                _("Sign"),
                One(glyphs, looks="glyph"),
                _("Read without colour: in print and by those who do not tell colours apart."),
                required=True,
                default="work",
            ),
            Field(
                "color",
                _("Colour"),
                One(tones, empty=_("as the sign"), looks="tone"),
                _("Red and amber belong to due times."),
            ),
            Field(
                "turn",
                _("Whose turn"),
                One(turns, empty=_("as the state says"), looks="cards"),
                _("Lists are ordered by it."),
            ),
            Field(
                "pauses_clocks",
                _("The due time is paused"),
                Flag(),
                _("Goes on as soon as the ticket leaves this status."),
                default=False,
                group=_("Time"),
            ),
            Field(
                "asks_until",
                _("Asks until when"),
                Flag(),
                _("The ticket comes back by itself at that moment."),
                default=False,
                group=_("Time"),
            ),
            Field(
                "reasons",
                _("Reasons to choose from"),
                Words(limit=600, lines=4),
                _("One a line. Offered with “until when”; other words can be typed."),
                default={},
                group=_("Time"),
            ),
            Field(
                "counts_as_load",
                _("Counts as work of the assignee"),
                Flag(),
                _("In figures of who has how much to do."),
                default=True,
                group=_("Time"),
            ),
            Field(
                "requires",
                _("What has to be filled in first"),
                Several(can_be_required, looks="folded"),
                _("Whoever chooses this status is asked for what the ticket lacks; programs are refused."),
                default=(),
                group=_("On entering"),
            ),
            Field(
                "asks_solution",
                _("Asks for the solution in words"),
                Flag(),
                _("They go to the client together with the news."),
                default=False,
                group=_("On entering"),
            ),
            Field(
                "types",
                _("Only for these ticket types"),
                Several(_types),
                _("Nothing ticked: for all. Other types do not offer it."),
                default=(),
                many=True,
                group=_("Moves"),
            ),
            Field(
                "is_initial",
                _("New tickets begin here"),
                Flag(),
                _("When they have neither team nor assignee."),
                default=False,
                is_sole=True,
                group=_("Moves"),
            ),
            Field(
                "leads_to",
                _("Where a ticket may go from here"),
                Several(statuses, looks="statuses"),
                _("Employees see no other buttons."),
                read=_targets,
                write=_lead_to,
                default=(),
                group=_("Moves"),
            ),
            Field(
                "role_moves",
                _("Only for some roles"),
                Several(_moves_by_role, looks="grouped"),
                _("Moves that not everybody may make."),
                read=_targets_by_role,
                write=_lead_by_role,
                default=(),
                group=_("Moves"),
            ),
        ),
    )
)
