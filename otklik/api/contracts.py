"""`/contracts`: whose they are, what they cover, how they stand; their files."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api import references
from otklik.api.answers import answer, answer_once, answer_read
from otklik.api.client_fields import external_asked, fields_asked, with_fields
from otklik.api.lists import listed
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.contracts import (
    ContractForAll,
    ContractIn,
    ContractOut,
    ContractPatch,
    ContractQuery,
    Contracts,
    contract_out,
)
from otklik.api.versions import etag, expected_version
from otklik.clients.commands import ContractSpec, Manager, change_contract, create_contract, hide_contract
from otklik.clients.contract_access import (
    get_contract_for,
    require_contract_edit,
    require_contracts,
    require_prices,
)
from otklik.clients.contract_queries import Wanted, contracts_page, row_of
from otklik.core.errors import Invalid
from otklik.people.actor import Actor

if TYPE_CHECKING:
    from otklik.clients.models import Asset, Company, Contract, Site

    Place = TypeVar("Place", Asset, Site)

router = Router(tags=["clients"])
_EMPTIED = frozenset({"signed_on", "starts_on", "ends_on", "manager_agent", "manager_team", "amount"})


@router.get(
    "",
    **told(
        _("List contracts"),
        _(
            "By number; those of companies you may know of. A contact reads their company's, where all of "
            "its tickets are open to them."
        ),
        gives={200: Contracts},
        refuses=(403, 404, 422),
    ),
)
def list_contracts(request: ApiRequest, query: Query[ContractQuery]) -> HttpResponse:
    """A page of contracts."""
    require_contracts()
    asked = fields_asked(request, request.auth, "contract")
    company, called = str(query.company or ""), external_asked(request.auth, query.external_id)
    wanted = Wanted(query.q, company, query.standing, query.after, query.limit, True, asked, called)
    page = contracts_page(request.auth, wanted)
    items = [contract_out(request.auth, row) for row in page.rows]
    return listed(request, Contracts(items=items), page.after)


@router.post("", **told(_("Add a contract"), gives={201: ContractOut}, refuses=(403, 404, 409, 422)))
def add_contract(request: ApiRequest, body: ContractIn) -> HttpResponse:
    """`commands.create_contract`."""
    actor = request.auth

    def add() -> ContractOut | ContractForAll:
        require_contract_edit(actor)
        spec = ContractSpec(
            number=body.number,
            payer=_company(actor, body.payer, "payer"),
            name=body.name,
            companies=_companies(actor, body.companies),
            services=_services(body.services),
            sites=_sites(actor, body.sites),
            assets=_assets(actor, body.assets),
            signed_on=body.signed_on,
            starts_on=body.starts_on,
            ends_on=body.ends_on,
            manager=_manager(body, Manager()),
            notes=body.notes,
            amount=body.amount,
            currency=body.currency,
        )
        made = with_fields(actor, create_contract(actor, spec), body, is_new=True)
        return contract_out(actor, row_of(actor, made))

    return answer_once(request, add, status=201)


@router.get(
    "/{uuid:uid}",
    **told(_("Read a contract"), gives={200: ContractOut | ContractForAll}, refuses=(404,)),
)
def read_contract(request: ApiRequest, uid: UUID) -> HttpResponse:
    """One contract."""
    contract = get_contract_for(request.auth, str(uid))
    return answer_read(request, contract_out(request.auth, row_of(request.auth, contract)), contract.version)


@router.patch(
    "/{uuid:uid}",
    **told(
        _("Change a contract"),
        _("What is left out stays; lists are replaced whole. Tickets keep the contract they have."),
        gives={200: ContractOut},
        refuses=(403, 404, 409, 422),
    ),
)
def patch_contract(request: ApiRequest, uid: UUID, body: ContractPatch) -> HttpResponse:
    """`commands.change_contract`."""
    actor = request.auth
    contract = get_contract_for(actor, str(uid))
    require_contract_edit(actor)
    if body.model_fields_set & {"amount", "currency"}:
        require_prices(actor)
    version = expected_version(request, body.version) or contract.version
    with transaction.atomic():
        spec = _changed(actor, contract, body)
        changed = change_contract(actor, contract, version=version, spec=spec)
        changed = with_fields(actor, changed, body)
        if body.hidden is not None:
            changed = hide_contract(actor, changed, hidden=body.hidden)
    return answer(contract_out(actor, row_of(actor, changed)), headers=etag(changed.version))


def _changed(actor: Actor, contract: Contract, body: ContractPatch) -> ContractSpec:
    """The contract as it stands with what was sent. Companies the actor may not know of stay."""
    row, given = row_of(actor, contract), body.model_fields_set
    known = {company.pk for company in row.companies}
    unknown = [company for company in row.contract.companies.all() if company.pk not in known]
    companies = row.companies if body.companies is None else _companies(actor, body.companies)
    services = [one.pk for one in contract.services.all()]
    sites, assets = list(contract.sites.all()), list(contract.assets.all())
    kept = {
        name: getattr(contract, name)
        for name in ("number", "name", "notes", "currency", *_EMPTIED - {"manager_agent", "manager_team"})
    }
    sent = {name: getattr(body, name) for name in kept if name in given}
    kept |= {name: value for name, value in sent.items() if value is not None or name in _EMPTIED}
    return ContractSpec(
        **kept,
        payer=contract.payer if body.payer is None else _company(actor, body.payer, "payer"),
        companies=[*companies, *unknown],
        services=services if body.services is None else _services(body.services),
        sites=sites if body.sites is None else [*_sites(actor, body.sites), *_unknown(sites, known)],
        assets=assets if body.assets is None else [*_assets(actor, body.assets), *_unknown(assets, known)],
        manager=_manager(body, Manager(contract.manager_agent_id, contract.manager_team_id)),
    )


def _company(actor: Actor, uid: UUID, field: str) -> Company:
    try:
        found = references.company(actor, uid)
    except Invalid as error:
        raise Invalid({field: error.message}) from None
    if found is None:
        raise TypeError("a company was named")
    return found


def _companies(actor: Actor, uids: Sequence[UUID]) -> list[Company]:
    return [_company(actor, uid, "companies") for uid in dict.fromkeys(uids)]


def _sites(actor: Actor, uids: Sequence[UUID]) -> list[Site]:
    found = (references.site(actor, uid) for uid in dict.fromkeys(uids))
    return [site for site in found if site is not None]


def _assets(actor: Actor, uids: Sequence[UUID]) -> list[Asset]:
    found = (references.asset(actor, uid) for uid in dict.fromkeys(uids))
    return [asset for asset in found if asset is not None]


def _unknown(places: Iterable[Place], known: Container[int]) -> list[Place]:
    """Those of companies the actor may not know of: they stay."""
    return [place for place in places if place.company_id not in known]


def _services(codes: Sequence[str]) -> list[int]:
    return [row.pk for row in references.catalogue_nodes("services", codes)]


def _manager(body: ContractIn | ContractPatch, now: Manager) -> Manager:
    if not body.model_fields_set & {"manager_agent", "manager_team"}:
        return now
    agent = references.agent("manager_agent", body.manager_agent) if body.manager_agent else None
    team = references.team(body.manager_team, "manager_team")
    return Manager(agent.id if agent else None, team.pk if team else None)
