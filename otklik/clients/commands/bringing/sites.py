"""Sites from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from otklik.clients.commands.bringing.batches import Batch, Plan, Taking, keys_of, may_be, only, put
from otklik.clients.commands.bringing.companies_named import CompaniesNamed, companies_named
from otklik.clients.commands.bringing.custom import CustomOf
from otklik.clients.commands.bringing.our_people import our_people
from otklik.clients.commands.bringing.rows import Brought, Manner, Outcome
from otklik.clients.commands.bringing.site_people import SitePeople, site_people
from otklik.clients.commands.parts import keep_parts
from otklik.clients.commands.sites import MAX_NAME, SiteSpec, faults_of, must_stay, put_site
from otklik.clients.custom import SITE
from otklik.clients.events import SITE_CHANGED, SITE_CREATED
from otklik.clients.models import Company, Site
from otklik.clients.place_access import require_site_edit, visible_sites
from otklik.clients.place_queries import in_use
from otklik.core import clock, small, text
from otklik.core.errors import Invalid
from otklik.people.actor import Actor

WRITTEN = (
    *("external_id", "name", "name_key", "search_key", "address", "access_hours", "notes", "version"),
    *("manager_agent", "manager_team", "observer_agents", "observer_teams", "custom"),
)

TAKING: Taking[Site] = Taking("site", (SITE_CREATED, SITE_CHANGED), WRITTEN)


@transaction.atomic
def bring_sites(actor: Actor, rows: Sequence[Brought], manner: Manner) -> list[Outcome]:
    """Add or change sites. Needs `clients.edit`. Writes `site.created` or `site.changed` for each.

    A site is found again by external id, else by its name within the company, where it stays. Texts: `name`,
    `company` (name, INN or external id), `company_external_id`, `address`, `access_hours`, `notes`,
    `manager`. Lists: `observers`, `contacts` (people of the company by mail address, name or external id,
    with what they are in brackets).
    """
    require_site_edit(actor)
    known = _known(actor, rows)
    plan: Plan[Site] = Plan()
    custom = CustomOf(actor, SITE)
    people = site_people(actor, rows, known.sites())
    return TAKING.take(
        Batch(actor, rows, manner),
        plan,
        lambda row: _plan(row, known, plan, custom, people),
        lambda: keep_parts(plan.rows),
        lambda: people.write(manner.source),
        custom.write_index,
        lambda: _tell_first(plan),
    )


@dataclass(frozen=True)
class _Known:
    """The sites a batch may mean, and the companies it names."""

    by_external: dict[str, Site]
    by_name: dict[tuple[str, int], list[Site]]
    companies: CompaniesNamed

    def sites(self) -> list[Site]:
        """All of them."""
        return [*self.by_external.values(), *(one for alike in self.by_name.values() for one in alike)]

    def find(self, row: Brought, company: Company | None) -> Site | None:
        """The site a row is about."""
        if row.external_id in self.by_external or company is None:
            return self.by_external.get(row.external_id)
        key = text.key(text.one_line(row.text("name"), MAX_NAME))[:MAX_NAME]
        alike = self.by_name.get((key, company.pk), [])
        return only([one for one in alike if may_be(row, one.external_id)], "name")


def _known(actor: Actor, rows: Sequence[Brought]) -> _Known:
    external = {row.external_id for row in rows if row.external_id}
    names = {name[:MAX_NAME] for name in keys_of(row.text("name") for row in rows)}
    wanted = Q(external_id__in=external) | Q(name_key__in=names, hidden=False)
    known = _Known({}, {}, companies_named(actor, rows))
    sites = visible_sites(actor).filter(wanted).order_by("pk").select_related("company")
    for site in sites.prefetch_related("contacts").select_for_update(of=("self",)):
        if site.external_id:
            known.by_external[site.external_id] = site
        if not site.hidden:
            known.by_name.setdefault((site.name_key, site.company_id), []).append(site)
    return known


def _plan(row: Brought, known: _Known, plan: Plan[Site], custom: CustomOf, people: SitePeople) -> Outcome:
    named = known.companies.of(row)
    found = known.find(row, named)
    plan.claim(found)
    company = named or (found.company if found else None)
    if company is None:
        raise Invalid({"company": _("Name the company.")})
    if found is not None and found.company_id != company.pk:
        raise Invalid({"company": must_stay()})
    site = found or Site(company=company, created_at=clock.now())
    spec = SiteSpec(
        company,
        *(row.texts.get(name, getattr(site, name)) for name in ("name", "address", "access_hours", "notes")),
    )
    problems = faults_of(spec)
    if problems:
        raise Invalid(problems)
    fields = custom.plan(row, site, {})
    told = our_people(row, site) | row.called
    changes = [*people.plan(row, site, company), *put_site(site, spec), *put(site, told, told=True)]
    changes += custom.put(site, fields)
    return plan.add(site, changes)


def _tell_first(plan: Plan[Site]) -> None:
    """With the first site of all, forms begin to ask for one."""
    if plan.new and not in_use()[0]:
        small.bump()
