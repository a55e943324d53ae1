"""Who among the staff knows which client."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from otklik.clients.models.company import Company
from otklik.clients.models.contact import Contact
from otklik.people.models import Agent, Team


class Acquaintance(models.Model):
    """A team or an agent worked for a contact or a company.

    Written by a `now` reaction to assignment, so that a specialist's clients are listed without this
    package knowing what a ticket is.
    """

    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")
    agent = models.ForeignKey(Agent, null=True, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.CASCADE, related_name="+")
    company = models.ForeignKey(Company, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "contact"],
                condition=Q(team__isnull=False, contact__isnull=False),
                name="acq_team_contact",
            ),
            models.UniqueConstraint(
                fields=["team", "company"],
                condition=Q(team__isnull=False, company__isnull=False),
                name="acq_team_company",
            ),
            models.UniqueConstraint(
                fields=["agent", "contact"],
                condition=Q(agent__isnull=False, contact__isnull=False),
                name="acq_agent_contact",
            ),
            models.UniqueConstraint(
                fields=["agent", "company"],
                condition=Q(agent__isnull=False, company__isnull=False),
                name="acq_agent_company",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id or self.agent_id} knows {self.contact_id or self.company_id}"
