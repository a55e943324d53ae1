"""Pages of the settings load the styles and scripts of the settings."""

from __future__ import annotations

from pathlib import Path

import otklik.settings_ui

TEMPLATES = Path(otklik.settings_ui.__file__).parent / "templates"


def test_every_page_stands_in_the_shell_of_the_settings() -> None:
    wrong = [
        path.name
        for path in TEMPLATES.rglob("*.html")
        if '{% extends "shell.html" %}' in path.read_text() and path.name != "shell.html"
    ]
    assert wrong == []
