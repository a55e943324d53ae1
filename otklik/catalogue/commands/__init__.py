"""Writes of the catalogue."""

from otklik.catalogue.commands.accounts import change_account, enable_account
from otklik.catalogue.commands.make import create_account, create_category, create_service

__all__ = ["change_account", "create_account", "create_category", "create_service", "enable_account"]
