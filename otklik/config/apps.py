"""Start-up: installs the table of reactions and the schedule once every package is loaded."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The last application: everything else is there when its `ready` runs."""

    name = "otklik.config"
    label = "config"

    def ready(self) -> None:
        """Make `otklik/reactions.py` and the schedule of sweeps known to the event writer and the worker."""
        from otklik.core import reacting, sweeping
        from otklik.jobs.schedule import SCHEDULE
        from otklik.reactions import REACTIONS, TIMERS

        reacting.install(REACTIONS, TIMERS)
        sweeping.install(SCHEDULE)
