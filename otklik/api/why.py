"""`/tickets/{number}/why` and `/why-not`: what rules decided about a ticket, with what they saw."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import Field

from otklik.api.answers import answer, answer_once
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.explained_letters import ExplainedLetters, letters_out
from otklik.api.schemas.pages import Filter
from otklik.api.schemas.why import Answers, Deeds, VersionOut, Versions, answers_out, deed_out, version_out
from otklik.automation.explaining.letters import letters_of
from otklik.automation.explaining.versions import bring_back, versions_of
from otklik.automation.explaining.why import why
from otklik.automation.explaining.why_not import why_not

of_tickets = Router(tags=["tickets"])
of_rules = Router(tags=["configuration"])


class WhyNotQuery(Filter):
    """Which rules are asked."""

    table: str = Field(default="sla", max_length=16, description=_("Which table of rules."), examples=["sla"])
    rule: str = Field(default="", max_length=36, description=_("One rule by its uid; all without it."))


@of_tickets.get(
    "/{number}/why",
    **told(
        _("Ask why"),
        _("For staff: every automatic change with the rule, its version and what it saw."),
        gives={200: Deeds},
        refuses=(403, 404),
    ),
)
def ask_why(request: ApiRequest, number: str) -> HttpResponse:
    """Oldest first."""
    _ticket, deeds = why(staff(request), number)
    return answer(Deeds(items=[deed_out(deed) for deed in deeds]))


@of_tickets.get(
    "/{number}/why-not",
    **told(
        _("Ask why not"),
        _("For staff: the rules of a table asked about the ticket; what fails, which rule comes first."),
        gives={200: Answers},
        refuses=(403, 404, 422),
    ),
)
def ask_why_not(request: ApiRequest, number: str, query: Query[WhyNotQuery]) -> HttpResponse:
    """Switched off and broken rules too."""
    return answer(answers_out(why_not(staff(request), number, query.table, query.rule)))


@of_tickets.get(
    "/{number}/letters",
    **told(
        _("Ask why letters were sent, or not"),
        _("For staff: the newest twenty events, each with the letters about it and what kept others."),
        gives={200: ExplainedLetters},
        refuses=(403, 404),
    ),
)
def ask_letters(request: ApiRequest, number: str) -> HttpResponse:
    """What kept a letter is worked out from ticket and settings of now, unless a rule said it then."""
    _ticket, found = letters_of(staff(request), number)
    return answer(ExplainedLetters(items=[letters_out(one) for one in found]))


@of_rules.get(
    "/rules/{table}/{uid}/versions",
    **told(
        _("List the versions of a rule"), _("For administrators."), gives={200: Versions}, refuses=(403, 404)
    ),
)
def list_rule_versions(request: ApiRequest, table: str, uid: str) -> HttpResponse:
    """Newest first, each with its difference in words."""
    _table, _rule, steps = versions_of(request.auth, table, uid)
    return answer(Versions(items=[version_out(step) for step in steps]))


@of_rules.post(
    "/rules/{table}/{uid}/versions/{int:version}/actions/restore",
    **told(
        _("Bring a version of a rule back"),
        _("For administrators. It makes a new version."),
        gives={200: VersionOut},
        refuses=(403, 404, 422),
    ),
)
def restore_rule_version(request: ApiRequest, table: str, uid: str, version: int) -> HttpResponse:
    """Answers with the version that is in force now."""

    def restored() -> VersionOut:
        bring_back(request.auth, table, uid, version)
        _table, _rule, steps = versions_of(request.auth, table, uid)
        return version_out(next(step for step in steps if step.is_current))

    return answer_once(request, restored)
