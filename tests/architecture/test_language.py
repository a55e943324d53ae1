"""Source texts are English; Russian stands in the catalogue, so that both languages are complete."""

from __future__ import annotations

import re

from tests.architecture.tree import ROOT, files

CYRILLIC = re.compile(r"[А-Яа-яЁё]{2,}")
# A language is offered by its own name in every language.
OWN_NAMES = {"Русский", "Рус"}


def test_templates_and_scripts_hold_no_russian_text() -> None:
    found = [
        f"{path}:{number} {word}"
        for path in files(".html", ".js", ".mjs", ".txt", ".svg")
        if path.parts[0] == "otklik" or path.parts[:2] == ("frontend", "js")
        for number, line in enumerate((ROOT / path).read_text().splitlines(), 1)
        for word in CYRILLIC.findall(line)
        if word not in OWN_NAMES
    ]
    assert found == [], (
        "write the text in English inside _(…) or {% trans %} and translate it in the catalogue"
    )
