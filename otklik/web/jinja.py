"""The Jinja environment of all pages: autoescape, strict about what is undefined, translated."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from otklik.web import typography
from otklik.web.addresses import address
from otklik.web.icons import icon
from otklik.web.row_markup import row_drawer, ticket_row

_MANIFEST = Path(__file__).parent / "static" / "dist" / "manifest.json"


def environment(**options: Any) -> Environment:  # Any: Jinja's own options are passed through
    """Called by Django's template backend with the options of the settings."""
    options["undefined"] = StrictUndefined
    options["trim_blocks"] = options["lstrip_blocks"] = True
    made = _Environment(**options)  # Django's backend passes autoescape=True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    made.globals["_"] = said
    made.globals.update(
        asset=asset, scripts_shared=scripts_shared, url=address, base_url=settings.OTKLIK_BASE_URL
    )
    made.globals.update(ticket_row=ticket_row, row_drawer=row_drawer, drawn_icon=icon)
    made.globals["script_words"] = _once_for_a_language(made, "components/words.html")
    made.filters.update(typography.FILTERS)
    return made


class _Environment(Environment):
    """Jinja's, with a plain mapping of globals in each template. A chain of two, as Jinja makes it, is walked
    by Python for every import and every part that is included."""

    def make_globals(self, d: Mapping[str, object] | None) -> MutableMapping[str, object]:
        """What a template knows by itself; `d`: besides what all know."""
        return {**self.globals, **(d or {})}


def said(source: str, /, **variables: object) -> Markup:
    """A text of ours in the active language, its `%(name)s` filled in, escaped: `_("…", name=…)`.

    For pages; a plain text (a letter's text part) says `gettext(…)`, which escapes nothing there. Jinja's own
    alias of `gettext` does both, but looks every text up anew, and a page has a hundred.
    """
    language = translation.get_language() or ""
    return _text(language, source) % variables if variables else _plain(language, source)


@lru_cache(maxsize=5000)
def _text(_language: str, source: str) -> Markup:
    return Markup(translation.gettext(source))  # noqa: S704 - a text of our catalogue


@lru_cache(maxsize=5000)
def _plain(language: str, source: str) -> Markup:
    return _text(language, source) % {}


def _once_for_a_language(made: Environment, template: str) -> Callable[[str], Markup]:
    """What a template without context says in the active language, drawn once: every page has it."""

    @lru_cache(maxsize=8)
    def drawn(_language: str) -> Markup:
        return Markup(made.get_template(template).render())  # noqa: S704 - a template of ours, escaped there

    return drawn


def asset(name: str) -> str:
    """The address of a built file by its logical name (`desk.css`), content-hashed."""
    return f"{settings.STATIC_URL}dist/{_manifest()[name]}"


@lru_cache(maxsize=1)
def scripts_shared() -> tuple[str, ...]:
    """What every staff page's script loads at once (`shared-1.js` …), so that pages ask for it early."""
    return tuple(name for name in _manifest() if name.startswith("shared-"))


@lru_cache(maxsize=1)
def _manifest() -> dict[str, str]:
    loaded: dict[str, str] = json.loads(_MANIFEST.read_text())
    return loaded
