"""Companies that rows of other kinds refer to: by external id, INN or name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from otklik.clients import tax
from otklik.clients.access import visible_companies
from otklik.clients.commands.bringing.batches import keys_of, only
from otklik.clients.commands.bringing.kept import kept_of
from otklik.clients.commands.bringing.rows import Brought
from otklik.clients.models import Company
from otklik.core import text
from otklik.core.errors import Invalid
from otklik.people.actor import Actor

BY_ID, BY_NAME = "company_external_id", "company"


@dataclass(frozen=True)
class CompaniesNamed:
    """The companies a batch refers to."""

    by_external: dict[str, Company]
    by_name: dict[str, list[Company]]
    by_inn: dict[str, list[Company]]

    def of(self, row: Brought) -> Company | None:
        """The company a row names; None when it names none. `Invalid` for an unknown or ambiguous one."""
        if row.text(BY_ID):
            found = self.by_external.get(row.text(BY_ID))
            return found or self._missing(BY_ID, row.text(BY_ID))
        return self.called(row.text(BY_NAME))

    def called(self, word: str, field: str = BY_NAME) -> Company | None:
        """The company of this name, INN or external id; None for an empty word."""
        if not word:
            return None
        found = only(self.by_name.get(text.key(word), []), field)
        found = found or only(self.by_inn.get(tax.plain(word), []), field) or self.by_external.get(word)
        return found or self._missing(field, word)

    @staticmethod
    def _missing(field: str, word: str) -> Company:
        raise Invalid({field: _("There is no company “%(name)s”.") % {"name": word}})


def companies_named(actor: Actor, rows: Sequence[Brought], lists: str = "") -> CompaniesNamed:
    """Read them in two queries; `lists`: the field whose list names companies too."""
    words = {row.text(BY_NAME) for row in rows} | {word for row in rows for word in row.lists.get(lists, ())}
    words.discard("")
    ids = words | {row.text(BY_ID) for row in rows if row.text(BY_ID)}
    inns = {tax.plain(word) for word in words}
    names = Q(hidden=False) & (Q(name_key__in=keys_of(words)) | Q(inn__in=inns - {""}))
    kept = kept_of(Company, ids)
    known = Q(external_id__in=ids, merged_into__isnull=True) | Q(pk__in=kept.values())
    companies = visible_companies(actor).filter(known | names).order_by("pk")
    found = CompaniesNamed({}, {}, {})
    for company in companies:
        if company.external_id:
            found.by_external[company.external_id] = company
        found.by_external.update({name: company for name, pk in kept.items() if pk == company.pk})
        if not company.hidden:
            found.by_name.setdefault(company.name_key, []).append(company)
            found.by_inn.setdefault(company.inn, []).append(company)
    return found
