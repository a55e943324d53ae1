"""Writes about accounts, agents, teams, roles and tokens."""

from otklik.people.commands.accounts import create_user, set_password
from otklik.people.commands.preferences import Preferences, set_preferences
from otklik.people.commands.staff import create_agent, create_role, create_team, set_members
from otklik.people.commands.tokens import create_token, revoke_token, token_user

__all__ = [
    "Preferences",
    "create_agent",
    "create_role",
    "create_team",
    "create_token",
    "create_user",
    "revoke_token",
    "set_members",
    "set_password",
    "set_preferences",
    "token_user",
]
