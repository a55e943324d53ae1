"""Writes about accounts, agents, teams, roles and tokens."""

from otklik.people.commands.absence import (
    AbsenceSpec,
    ShiftSpec,
    change_absence,
    drop_shifts,
    end_absence,
    enter_absence,
    set_shifts,
)
from otklik.people.commands.accounts import create_user, set_password
from otklik.people.commands.brand_look import remove_brand_logo, set_brand_logo
from otklik.people.commands.configure import (
    all_set_up,
    arrange_set_up,
    change_set_up,
    get_set_up,
    hide_set_up,
    set_settings,
    set_up,
)
from otklik.people.commands.enrol import Enrolment, enrol
from otklik.people.commands.first import enrol_first_administrator
from otklik.people.commands.invite import (
    accept_invitation,
    ask_password,
    invite,
    invite_path,
    read_invitation,
)
from otklik.people.commands.preferences import Preferences, remember_send_status, set_preferences
from otklik.people.commands.revert import revert_change
from otklik.people.commands.shares import set_shares
from otklik.people.commands.staff import create_agent, create_role, create_team, set_members
from otklik.people.commands.tokens import create_token, revoke_token, token_user

__all__ = [
    "AbsenceSpec",
    "Enrolment",
    "Preferences",
    "ShiftSpec",
    "accept_invitation",
    "all_set_up",
    "arrange_set_up",
    "ask_password",
    "change_absence",
    "change_set_up",
    "create_agent",
    "create_role",
    "create_team",
    "create_token",
    "create_user",
    "drop_shifts",
    "end_absence",
    "enrol",
    "enrol_first_administrator",
    "enter_absence",
    "get_set_up",
    "hide_set_up",
    "invite",
    "invite_path",
    "read_invitation",
    "remember_send_status",
    "remove_brand_logo",
    "revert_change",
    "revoke_token",
    "set_brand_logo",
    "set_members",
    "set_password",
    "set_preferences",
    "set_settings",
    "set_shares",
    "set_shifts",
    "set_up",
    "token_user",
]
