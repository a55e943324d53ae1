"""Writes of the catalogue."""

from otklik.catalogue.commands.make import create_account, create_category, create_service

__all__ = ["create_account", "create_category", "create_service"]
