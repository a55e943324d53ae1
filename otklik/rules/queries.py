"""Reads about rules of every table: how often they decided lately, and what is wrong with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db import connection
from django.db.models import Max

from otklik.core.models import Event
from otklik.people.actor import Actor
from otklik.people.rights import ADMINISTER
from otklik.rules.models import RuleTrouble, RuleVersion

COUNTED = 1000
"""Events of one version that are counted; more are "more than"."""

_FIRED = """
    SELECT v.rule_id, (
        SELECT COUNT(DISTINCT COALESCE(e.cause_id, e.id)) FROM (
            SELECT cause_id, id FROM core_event WHERE rule_version_id = v.id AND at >= %s LIMIT %s
        ) e
    ) FROM rules_ruleversion v WHERE v."table" = %s"""
"""A bound inside a counted subquery is what the ORM cannot say."""


def fired(actor: Actor, table: str, since: datetime) -> Mapping[int, int]:
    """How often each rule of a table decided something since then, by row id; of a version `COUNTED` at
    most. Nothing for who does not administer.

    One question along the index of events by version: a consequence of several steps counts once, by what
    caused it.
    """
    if not actor.has(ADMINISTER):
        return {}
    moment = connection.ops.adapt_datetimefield_value(since)
    found: Counter[int] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(_FIRED, [moment, COUNTED, table])
        for rule_id, number in cursor.fetchall():
            found[rule_id] += number
    return found


def troubles_of(actor: Actor, table: str) -> Mapping[int, RuleTrouble]:
    """What went wrong with a table's rules, by row id. Nothing for who does not administer."""
    if not actor.has(ADMINISTER):
        return {}
    return {row.rule_id: row for row in RuleTrouble.objects.filter(table=table)}


def last_fired(actor: Actor, table: str, rule_id: int) -> datetime | None:
    """When a rule decided something last, in whatever version. Nothing for who does not administer."""
    if not actor.has(ADMINISTER):
        return None
    versions = RuleVersion.objects.filter(table=table, rule_id=rule_id).values("pk")
    found = Event.objects.filter(rule_version_id__in=versions).aggregate(last=Max("at"))["last"]
    return found if isinstance(found, datetime) else None
