"""Start-up: installs the table of reactions once every package is loaded."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The last application: everything else is there when its `ready` runs."""

    name = "otklik.config"
    label = "config"

    def ready(self) -> None:
        """Make `otklik/reactions.py` known to the event writer and the worker."""
        from otklik.core import reacting
        from otklik.reactions import REACTIONS, TIMERS

        reacting.install(REACTIONS, TIMERS)
