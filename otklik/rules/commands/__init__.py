"""Writes about rules of every table."""

from otklik.rules.commands.versions import keep_version

__all__ = ["keep_version"]
