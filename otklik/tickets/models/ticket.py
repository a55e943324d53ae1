"""The ticket's own row: everything lists show and sort by stands here, so that they need no history."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.catalogue.models import Category, ChannelAccount, Priority, Service, TicketType
from otklik.clients.models import Asset, Company, Contact, Contract, Site
from otklik.core.ids import uuid7
from otklik.organisation.models import Brand
from otklik.people.models import Agent, Team
from otklik.tickets.enums import LinkKind, Outcome, State, Turn
from otklik.tickets.models.route import Stage
from otklik.tickets.models.status import Status

LIVE = Q(deleted_at__isnull=True)
LIVE_OPEN = Q(is_open=True, deleted_at__isnull=True)


class Ticket(models.Model):
    """One question, complaint or order, from registration to closing.

    Written by `tickets.commands` only. `state`, `is_open`, `turn`, `rank`, `due_sort` follow from the
    status, the last public message and the due moment and are written together by `commands.standing`.
    `version` grows with every change and guards against lost updates. `company` is frozen: it stays what
    it was when the contact moves to another company; `site` and `asset` are that company's, `contract` is
    what the work is done under. `opened_at`: the assignee has had it before them since it is theirs.
    `due_at`: when it must be resolved, `react_by`: when the client must have an answer. `closes_at`,
    `remind_at` and `postponed_until` each have a timer of the queue; `returned_at`: back from postponing and
    not taken up since. `rating` and `complaint_at` are of the package above; while `review_since` is set, a
    lead is still to look at them. `custom`: values of custom fields by key (`fields.values`).
    `processing_by` has had it in processing since `processing_since`, in a team whose tickets are claimed by
    opening, until `processed_at` (`commands.in_hand`). `merged_into`: its messages stand there now, and its
    number leads there.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    number = models.CharField(max_length=32, unique=True)
    subject = models.CharField(max_length=250)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(ChannelAccount, null=True, on_delete=models.PROTECT, related_name="+")
    via = models.CharField(max_length=16)
    language = models.CharField(max_length=8, blank=True, default="")

    type = models.ForeignKey(TicketType, null=True, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+")
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="+")
    priority_level = models.PositiveSmallIntegerField()
    categories = models.ManyToManyField(Category, through="TicketCategory", related_name="+")

    status = models.ForeignKey(Status, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=[(s.value, s.value) for s in State])
    stage = models.ForeignKey(Stage, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_open = models.BooleanField()
    turn = models.CharField(max_length=16, choices=[(t.value, t.value) for t in Turn])
    turn_since = models.DateTimeField()
    rank = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField(null=True)
    react_by = models.DateTimeField(null=True)
    due_sort = models.DateTimeField()
    postponed_until = models.DateTimeField(null=True)
    postponed_why = models.CharField(max_length=200, blank=True, default="")
    returned_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, null=True, choices=[(o.value, o.value) for o in Outcome])
    rating = models.PositiveSmallIntegerField(null=True)
    complaint_at = models.DateTimeField(null=True)
    review_since = models.DateTimeField(null=True)

    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    processing_by = models.ForeignKey(
        Agent, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    processing_since = models.DateTimeField(null=True)
    processed_at = models.DateTimeField(null=True)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    asset = models.ForeignKey(Asset, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    contract = models.ForeignKey(
        Contract, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    contact_email = models.CharField(max_length=254, blank=True, default="")
    contact_name = models.CharField(max_length=150, blank=True, default="")
    contact_phone = models.CharField(max_length=32, blank=True, default="")
    initiator_agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    initiator_contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")

    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    first_reply_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1)

    preview = models.CharField(max_length=200, blank=True, default="")
    last_author = models.CharField(max_length=150, blank=True, default="")
    last_by_client = models.BooleanField(default=False)
    last_message_id = models.BigIntegerField(null=True)
    last_public_id = models.BigIntegerField(null=True)
    messages = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    custom = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["rank", "-priority_level", "due_sort", "id"],
                name="ticket_urgent",
                condition=LIVE_OPEN,
            ),
            models.Index(fields=["due_sort", "id"], name="ticket_due", condition=LIVE_OPEN),
            models.Index(fields=["rank", "turn_since", "id"], name="ticket_waiting", condition=LIVE_OPEN),
            models.Index(fields=["-updated_at", "-id"], name="ticket_open_updated", condition=LIVE_OPEN),
            models.Index(
                fields=["contact", "-updated_at", "-id"], name="ticket_open_contact", condition=LIVE_OPEN
            ),
            models.Index(
                fields=["company", "-updated_at", "-id"], name="ticket_open_company", condition=LIVE_OPEN
            ),
            models.Index(
                fields=["assignee", "rank", "-priority_level", "due_sort", "id"],
                name="ticket_mine",
                condition=LIVE_OPEN,
            ),
            models.Index(
                fields=["team", "rank", "-priority_level", "due_sort", "id"],
                name="ticket_team",
                condition=LIVE_OPEN,
            ),
            models.Index(
                fields=["stage", "rank", "-priority_level", "due_sort", "id"],
                name="ticket_stage",
                condition=LIVE_OPEN & Q(stage__isnull=False),
            ),
            models.Index(
                fields=["postponed_until"],
                name="ticket_postponed",
                condition=Q(postponed_until__isnull=False),
            ),
            models.Index(fields=["-updated_at", "-id"], name="ticket_updated"),
            models.Index(fields=["-created_at", "-id"], name="ticket_created"),
            # Whatever the board asks stands in these three, the rows themselves are not read; `is_open` and
            # `deleted_at` because SQLite looks for them there.
            models.Index(
                fields=[
                    *("team", "assignee", "rank", "due_sort", "turn_since"),
                    *("state", "postponed_until", "is_open", "deleted_at"),
                ],
                name="ticket_board",
                condition=LIVE_OPEN,
            ),
            models.Index(
                fields=["created_at", "team", "deleted_at"], name="ticket_days_created", condition=LIVE
            ),
            models.Index(
                fields=["resolved_at", "team", "deleted_at"],
                name="ticket_days_resolved",
                condition=LIVE & Q(resolved_at__isnull=False),
            ),
            models.Index(
                fields=["-closed_at", "-id"], name="ticket_closed", condition=Q(closed_at__isnull=False)
            ),
            models.Index(fields=["contact", "-updated_at", "-id"], name="ticket_contact"),
            models.Index(fields=["company", "-updated_at", "-id"], name="ticket_company"),
            models.Index(
                fields=["site", "-updated_at", "-id"], name="ticket_site", condition=Q(site__isnull=False)
            ),
            models.Index(
                fields=["asset", "-updated_at", "-id"], name="ticket_asset", condition=Q(asset__isnull=False)
            ),
            models.Index(
                fields=["contract", "-updated_at", "-id"],
                name="ticket_contract",
                condition=Q(contract__isnull=False),
            ),
            models.Index(
                fields=["contact_email", "-id"], name="ticket_email", condition=~Q(contact_email="")
            ),
            models.Index(
                fields=["-updated_at", "-id"],
                name="ticket_unconfirmed",
                condition=Q(resolved_at__isnull=False, closed_at__isnull=True),
            ),
            models.Index(
                fields=["-updated_at", "-id"], name="ticket_review", condition=Q(review_since__isnull=False)
            ),
            models.Index(fields=["closes_at"], name="ticket_closes", condition=Q(closes_at__isnull=False)),
            models.Index(fields=["remind_at"], name="ticket_reminds", condition=Q(remind_at__isnull=False)),
            models.Index(fields=["deleted_at"], name="ticket_deleted", condition=Q(deleted_at__isnull=False)),
            models.Index(
                fields=["merged_into"], name="ticket_merged", condition=Q(merged_into__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number


class TicketCategory(models.Model):
    """A label on a ticket."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE)
    category = models.ForeignKey(Category, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "category"], name="ticket_category_once")]


class TicketNumber(models.Model):
    """Another number that leads to a ticket: after a merge, an import, a change of prefix."""

    number = models.CharField(max_length=32, unique=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="aliases")

    def __str__(self) -> str:
        return self.number


class NumberSeed(models.Model):
    """SQLite's source of ticket digits: AUTOINCREMENT never gives one twice. PostgreSQL has a sequence."""


class Link(models.Model):
    """Two tickets that belong together; `source` continues, duplicates, blocks, is the parent of `target`."""

    source = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=16, choices=[(k.value, k.value) for k in LinkKind])
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "target", "kind"], name="link_once")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"
