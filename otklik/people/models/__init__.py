"""People who sign in and work: users, agents, teams, roles, API tokens; absences and shifts."""

from otklik.people.models.absence import Absence, ShiftPlan
from otklik.people.models.agent import Agent
from otklik.people.models.role import Role
from otklik.people.models.team import Membership, Team
from otklik.people.models.token import ApiToken
from otklik.people.models.user import User

__all__ = ["Absence", "Agent", "ApiToken", "Membership", "Role", "ShiftPlan", "Team", "User"]
