"""Catalogues are complete, and the check finds every way in which they are not."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from scripts import translations

CODE = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy
_("Close %(number)s")
gettext_lazy("Later")
pgettext_lazy("month", "May")
ngettext("%(count)s ticket", "%(count)s tickets", 2)
"""
TEMPLATE = """
<p title="{{ _('Sort by') }}">{% trans %}Hello, {{ name }}{% endtrans %}</p>
{% trans count=tickets|length %}one{% pluralize %}{{ count }} of them{% endtrans %}
{{ gettext("Open {number}") }}
"""
RUSSIAN: dict[str, str | tuple[str, ...]] = {
    "Close %(number)s": "Закрыть %(number)s",
    "Later": "Позже",
    "May": "Май",
    "Sort by": "Сортировка",
    "Hello, %(name)s": "Здравствуйте, %(name)s",
    "Open {number}": "Открыть {number}",
    "%(count)s ticket": ("%(count)s заявка", "%(count)s заявки", "%(count)s заявок"),
    "one": ("%(count)s из них", "%(count)s из них", "%(count)s из них"),
}


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with one module and one template, and a complete catalogue of their texts."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "otklik" / "templates").mkdir(parents=True)
    (tmp_path / "otklik" / "code.py").write_text(CODE)
    (tmp_path / "otklik" / "templates" / "page.html").write_text(TEMPLATE)
    translations.update()
    path = translations.CATALOGUES["ru"]
    complete(path)
    return path


def complete(path: Path) -> None:
    messages = translations.read(path, "ru")
    for message in messages:
        if message.id:
            first = message.id[0] if isinstance(message.id, tuple | list) else message.id
            message.string = RUSSIAN[first]
    translations.write(path, messages)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_texts_of_code_and_templates_are_found(catalogue: Path) -> None:
    found = {m.id if isinstance(m.id, str) else m.id[0] for m in translations.extract_all() if m.id}
    assert found == set(RUSSIAN)


def test_a_complete_catalogue_passes(catalogue: Path) -> None:
    assert translations.check() == 0


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"Позже"', '""', "not translated 'Later'"),
        ('"Закрыть %(number)s"', '"Закрыть"', "placeholders differ in the translation of 'Close %(number)s'"),
        (
            '"Открыть {number}"',
            '"Открыть {nomber}"',
            "placeholders differ in the translation of 'Open {number}'",
        ),
        ('"%(count)s заявок"', '""', "not translated ('%(count)s ticket', '%(count)s tickets')"),
        ('msgid "Later"', 'msgid "Sooner"', "missing 'Later'"),
        ('msgid "Later"', 'msgid "Sooner"', "nobody uses 'Sooner'"),
    ],
)
def test_an_incomplete_catalogue_fails(
    catalogue: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, fault: str
) -> None:
    change(catalogue, old, new)
    assert translations.check() == 1
    assert fault in capsys.readouterr().err


def test_a_guessed_translation_fails(catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(catalogue, 'msgid "Later"', '#, fuzzy\nmsgid "Later"')
    assert translations.check() == 1
    assert capsys.readouterr().err == "ru: fuzzy 'Later'\n"


def test_an_update_keeps_translations_and_drops_what_nobody_uses(catalogue: Path) -> None:
    change(Path("otklik/code.py"), '"Later"', '"Sooner"')
    translations.update()
    after = translations.read(catalogue, "ru")
    assert after.get("Later") is None
    assert string_of(after, "Sooner") == ""
    assert string_of(after, "Sort by") == "Сортировка"


def test_an_update_without_news_changes_nothing(catalogue: Path) -> None:
    change(catalogue, 'msgid "Later"', '# A note of the translator\nmsgid "Later"')
    translations.update()
    before = catalogue.read_bytes()
    translations.update()
    assert catalogue.read_bytes() == before
    assert b"# A note of the translator\n" in before
    assert before.startswith(b'msgid ""\nmsgstr ""\n"Project-Id-Version: Otklik 1\\n"\n"Language: ru\\n"\n')


def test_compiling_leaves_out_what_is_not_translated(catalogue: Path) -> None:
    change(catalogue, '"Позже"', '""')
    translations.compile_all()
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        texts = gettext.GNUTranslations(compiled)
    assert [texts.gettext("Later"), texts.gettext("Sort by")] == ["Later", "Сортировка"]
    assert texts.ngettext("%(count)s ticket", "%(count)s tickets", 5) == "%(count)s заявок"


def string_of(catalogue: Catalog, text: str) -> object:
    message = catalogue.get(text)
    assert message is not None
    return message.string
