"""Starting Django for a command."""

from __future__ import annotations

import os


def name_settings() -> None:
    """Say which settings module holds, for this process and those it starts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")


def start_django() -> None:
    """Load settings and apps; afterwards the domain packages can be imported."""
    name_settings()
    # Imported late: commands that need no Django import this package too.
    import django

    django.setup()


def start_django_for_a_person() -> None:
    """The same for a command that answers at a terminal: in English, as the rest of the program's output."""
    start_django()
    # Needs the settings.
    from django.utils import translation

    translation.activate("en")
