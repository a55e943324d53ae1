"""A row written by kept words is the row `save` would have written."""

from __future__ import annotations

import contextlib
from typing import cast

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from otklik.clients.models import Company, CompanyDomain
from otklik.core import clock
from otklik.core.actors import ActorKind
from otklik.core.inserting import insert, insert_all, insert_missing, insert_or_renew, rewrite
from otklik.core.models import Event, IdempotencyKey, Job
from otklik.organisation.queries import default_brand

pytestmark = pytest.mark.django_db


def key(name: str) -> IdempotencyKey:
    return IdempotencyKey(actor="agent:1", key=name, fingerprint="f", created_at=clock.now())


def event(**more: object) -> Event:
    values = {"kind": "x.y", "version": 1, "at": clock.now(), "actor_kind": "system", "via": "system"}
    return Event(**values, subject_kind="thing", audience="internal", **more)


def test_every_column_is_as_saved() -> None:
    changes, data = [{"field": "a", "from": None, "to": "Ж"}], {"n": [1, {"x": True}]}
    saved, written = event(changes=changes, data=data), event(changes=changes, data=data)
    saved.save()
    insert(written)
    columns = [field.attname for field in Event._meta.concrete_fields if not field.primary_key]
    differ = {"uid", "at"}
    found = [Event.objects.values(*columns).get(pk=row.pk) for row in (saved, written)]
    assert {k: v for k, v in found[0].items() if k not in differ} == {
        k: v for k, v in found[1].items() if k not in differ
    }


def test_keys_are_learned_and_the_row_is_no_longer_new() -> None:
    rows = [key("a"), key("b"), key("c")]
    with CaptureQueriesContext(connection) as asked:
        insert_all(rows)
    assert len(asked) == 1
    assert [IdempotencyKey.objects.get(pk=row.pk).key for row in rows] == ["a", "b", "c"]
    rows[0].fingerprint = "changed"
    rows[0].save()
    assert IdempotencyKey.objects.get(key="a").fingerprint == "changed"


def test_a_key_given_is_kept() -> None:
    row = key("mine")
    row.pk = 987_654
    insert(row)
    assert IdempotencyKey.objects.get(key="mine").pk == 987_654


def test_a_row_learns_the_key_of_what_it_was_named_with() -> None:
    company = Company(name="Ромашка", name_key="ромашка", brand=default_brand(), created_at=clock.now())
    domain = CompanyDomain(company=company, domain="romashka.test")
    insert(company)
    insert(domain)
    assert CompanyDomain.objects.get(pk=domain.pk).company_id == company.pk


def test_a_broken_constraint_is_told_as_ever() -> None:
    insert(key("twice"))
    with pytest.raises(IntegrityError):
        insert(key("twice"))


def test_no_rows_are_no_statement() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert list(insert_all([])) == []
    assert not asked.captured_queries


def test_a_link_to_what_is_not_written_is_refused() -> None:
    company = Company(name="Ромашка", name_key="ромашка", brand=default_brand(), created_at=clock.now())
    with pytest.raises(ValueError, match="company"):
        insert(CompanyDomain(company=company, domain="romashka.test"))


def test_after_a_broken_constraint_nothing_more_is_written() -> None:
    with transaction.atomic():
        insert(key("once"))
        with contextlib.suppress(IntegrityError):
            insert(key("once"))
        assert connection.needs_rollback
    assert not IdempotencyKey.objects.filter(key="once").exists()


def test_what_is_there_already_is_left_alone() -> None:
    insert(key("there"))
    with CaptureQueriesContext(connection) as asked:
        insert_missing([key("there"), key("new")])
        insert_missing([])
    assert len(asked) == 1
    assert sorted(IdempotencyKey.objects.values_list("key", flat=True)) == ["new", "there"]


def test_values_are_turned_into_what_the_column_holds() -> None:
    """As `save` does with choices, numbers in words and truth in numbers; none stays none."""
    row = insert(key(ActorKind.AGENT))
    assert IdempotencyKey.objects.values_list("key", flat=True).get(pk=row.pk) == "agent"
    company = Company(name="Ромашка", name_key="ромашка", brand=default_brand(), created_at=clock.now())
    company.hidden, company.version = cast("bool", 1), cast("int", "7")
    insert(company)
    kept = Company.objects.get(pk=company.pk)
    assert (kept.hidden, kept.version, kept.external_id) == (True, 7, None)


def test_a_row_is_written_or_its_fields_renewed() -> None:
    def timer(reaction: str, number: int, lane: str) -> Job:
        now = clock.now()
        payload = {"n": number}
        return Job(key="k", reaction=reaction, payload=payload, lane=lane, run_at=now, created_at=now)

    insert_or_renew(timer("one", 1, "a"), "key", ("reaction", "payload"))
    other = timer("two", 2, "b")
    with CaptureQueriesContext(connection) as asked:
        insert_or_renew(other, "key", ("reaction", "payload"))
    assert len(asked) == 1
    found = Job.objects.values_list("reaction", "payload", "lane").get(key="k")
    assert found == ("two", {"n": 2}, "a")


def test_only_the_named_fields_are_rewritten() -> None:
    row = insert(key("mine"))
    row.key, row.fingerprint = "other", "changed"
    with CaptureQueriesContext(connection) as asked:
        rewrite(row, ["fingerprint"])
    assert len(asked) == 1
    assert IdempotencyKey.objects.values_list("key", "fingerprint").get(pk=row.pk) == ("mine", "changed")


def test_a_link_is_rewritten_by_what_it_was_named_with() -> None:
    brand = default_brand()
    first, second = (
        insert(Company(name=name, name_key=name, brand=brand, created_at=clock.now())) for name in "аб"
    )
    domain = insert(CompanyDomain(company=first, domain="romashka.test"))
    domain.company = second
    rewrite(domain, ["company"])
    assert CompanyDomain.objects.get(pk=domain.pk).company_id == second.pk


def test_a_row_that_is_gone_cannot_be_rewritten() -> None:
    row = insert(key("gone"))
    IdempotencyKey.objects.filter(pk=row.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        rewrite(row, ["fingerprint"])
