"""Writes about deadlines."""

from otklik.sla.commands.keeping import keep, reread
from otklik.sla.commands.telling_time import ring

__all__ = ["keep", "reread", "ring"]
