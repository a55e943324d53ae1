"""The catalogues of texts: take them from the code, hold them complete, compile them.

    python scripts/translations.py update     merge the texts of code and templates into every catalogue
    python scripts/translations.py check      all texts translated, with the same placeholders, none left over
    python scripts/translations.py compile    .po → .mo, what gettext reads at run time

Source texts are English and need no catalogue; Russian stands in otklik/locale/ru. Django is not imported.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path("otklik")
CATALOGUES = {"ru": PACKAGE / "locale/ru/LC_MESSAGES/django.po"}

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATES = {".html", ".txt", ".xml", ".svg"}
# The same extensions and the same trimming as the environment that renders the templates.
TEMPLATE_OPTIONS = {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "silent": "false"}
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*\d*[sdif]|%[sdif]|\{\w*\}")


def main(argv: Sequence[str]) -> int:
    """Do the one thing asked for; exit code 1 when the catalogues are not complete."""
    action = argv[0] if len(argv) == 1 else ""
    if action == "update":
        return update()
    if action == "check":
        return check()
    if action == "compile":
        return compile_all()
    print(__doc__, file=sys.stderr)
    return 2


def update() -> int:
    """Merge: new texts come in empty, texts nobody uses go, translations stay. Never guesses (no fuzzy)."""
    template = extract_all()
    for language, path in CATALOGUES.items():
        catalogue = read(path, language)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        write(path, catalogue)
        print(f"{language}: {len(template)} texts, {len(list(faults(catalogue, template)))} to do")
    return 0


def check() -> int:
    """Print every fault of every catalogue, one a line."""
    template = extract_all()
    found = [
        f"{language}: {fault}"
        for language, path in CATALOGUES.items()
        for fault in faults(read(path, language), template)
    ]
    print("\n".join(found), end="\n" if found else "", file=sys.stderr)
    return 1 if found else 0


def compile_all() -> int:
    """Write the .mo beside each .po; a text without translation is left out, so its English shows."""
    for language, path in CATALOGUES.items():
        buffer = io.BytesIO()
        write_mo(buffer, read(path, language))
        path.with_suffix(".mo").write_bytes(buffer.getvalue())
    return 0


def extract_all() -> Catalog:
    """Every marked text of the package, with the files it stands in."""
    catalogue = Catalog(project="Otklik", header_comment="", fuzzy=False)
    for path in sorted(PACKAGE.rglob("*")):
        method = _method(path)
        if method is None:
            continue
        options = TEMPLATE_OPTIONS if method == "jinja2" else {}
        with path.open("rb") as source:
            for line, text, comments, context in extract(
                method, source, keywords=KEYWORDS, comment_tags=("Translators:",), options=options
            ):
                catalogue.add(text, None, [(path.as_posix(), line)], auto_comments=comments, context=context)
    return catalogue


def _method(path: Path) -> str | None:
    if path.suffix == ".py":
        return "python"
    is_template = path.suffix in TEMPLATES and {"templates", "jinja2"}.intersection(path.parts)
    return "jinja2" if is_template and path.is_file() else None


def faults(catalogue: Catalog, template: Catalog) -> Iterator[str]:
    """What is wrong with the catalogue, in sentences."""
    for wanted in template:
        if wanted.id:
            message = catalogue.get(wanted.id, wanted.context)
            yield from _faults_of(wanted, message)
    for message in catalogue:
        if message.id and template.get(message.id, message.context) is None:
            yield f"nobody uses {message.id!r}: run make messages"


def _faults_of(wanted: Message, message: Message | None) -> Iterator[str]:
    where = wanted.locations[0][0] if wanted.locations else ""
    if message is None:
        yield f"missing {wanted.id!r} ({where}): run make messages and translate it"
        return
    if message.fuzzy:
        yield f"fuzzy {wanted.id!r}"
    forms = message.string if isinstance(message.string, tuple | list) else [message.string]
    if not all(forms):
        yield f"not translated {wanted.id!r} ({where})"
        return
    # The plural's placeholders are the ones each form needs: Russian's first form serves 21 and 101 too.
    source = wanted.id[-1] if isinstance(wanted.id, tuple | list) else wanted.id
    if any(_placeholders(form) != _placeholders(source) for form in forms):
        yield f"placeholders differ in the translation of {wanted.id!r}"


def _placeholders(text: str | None) -> list[str]:
    return sorted(PLACEHOLDER.findall((text or "").replace("%%", "")))


def read(path: Path, language: str) -> Catalog:
    """The catalogue kept at `path`, an empty one when there is none yet."""
    if not path.exists():
        return Catalog(locale=language, project="Otklik", version="1", fuzzy=False)
    with path.open("rb") as source:
        return read_po(source, locale=language)


# What Babel fills with placeholders or with the moment of writing: noise in every change.
EMPTY_HEADERS = re.compile(
    rb'^"(Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator'
    rb'|Language-Team|Generated-By):.*"\n',
    re.MULTILINE,
)


def write(path: Path, catalogue: Catalog) -> None:
    """Write it so that a change touches few lines: by file, without line numbers, dates, obsolete texts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    catalogue.header_comment = ""
    write_po(buffer, catalogue, width=110, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    path.write_bytes(EMPTY_HEADERS.sub(b"", buffer.getvalue()).lstrip())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
