"""Changes of the installation's configuration."""

from otklik.organisation.commands.change_setting import change_setting

__all__ = ["change_setting"]
