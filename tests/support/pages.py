"""Pages as people open them: signed in, with our scripts or without, and what stands in the answer."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from django.core.cache import caches
from django.http import HttpResponseBase
from django.test import Client
from django.utils import translation

from otklik.people.actor import Actor
from tests import make

SCRIPT = {"HX-Request": "true"}


def ru(text: str, **values: object) -> str:
    """What our pages say in Russian for an English source text; one without a translation fails here."""
    with translation.override("ru"):
        said = translation.gettext(text)
    assert said != text, f"not translated: {text}"
    return (said % values if values else said).replace("\u00a0", " ")


def visitor(actor: Actor | None = None, *, script: bool = False, csrf: bool = False) -> Client:
    """A browser of this person; with `script`, what our scripts send. Nothing is left of visits before."""
    for name in ("default", "local"):
        caches[name].clear()
    client = Client(headers=SCRIPT if script else None, enforce_csrf_checks=csrf)
    if actor is not None:
        client.force_login(make.user_of(actor))
    return client


def text_of(response: HttpResponseBase) -> str:
    """The page as text."""
    content: bytes = getattr(response, "content", b"")
    return content.decode()


def ids(response: HttpResponseBase) -> list[str]:
    """The ids of all elements, in their order."""
    return re.findall(r'\sid="([^"]+)"', text_of(response))


def rows_of(response: HttpResponseBase) -> list[str]:
    """The numbers of the rows of a list, in their order."""
    return re.findall(r'id="row-([^"]+)"', text_of(response))


def words_of(response: HttpResponseBase) -> str:
    """What a person reads: no tags, no-break spaces as spaces, white space folded."""
    plain = re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<(script|style|template).*?</\1>", " ", text_of(response)))
    return re.sub(r"\s+", " ", unescape(plain)).strip()


def fields_of(response: HttpResponseBase) -> dict[str, list[str]]:
    """What the forms of a page would send as they stand: name → values, buttons left out."""
    reader = _Fields()
    reader.feed(text_of(response))
    return reader.found


def field(response: HttpResponseBase, name: str) -> str:
    """The value of the one field of this name."""
    (value,) = fields_of(response)[name]
    return value


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._area = ""
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Inputs, the chosen options of selects, the beginning of text areas."""
        at = {name: value or "" for name, value in attrs}
        if tag == "textarea":
            self._area = at.get("name", "")
            self.found.setdefault(self._area, []).append("")
        elif tag == "select":
            self._select = at.get("name", "")
        elif tag == "option" and self._select and "selected" in at:
            self.found.setdefault(self._select, []).append(at.get("value", ""))
        elif tag == "input" and at.get("name") and _is_sent(at):
            self.found.setdefault(at["name"], []).append(at.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """The end of what was begun."""
        self._area = "" if tag == "textarea" else self._area
        self._select = "" if tag == "select" else self._select

    def handle_data(self, data: str) -> None:
        """The text of an area; the line break after its tag is none of it."""
        if self._area:
            values = self.found[self._area]
            values[-1] = (values[-1] + data).removeprefix("\n")


def _is_sent(at: dict[str, str]) -> bool:
    kind = at.get("type", "text")
    return kind not in ("file", "submit", "button") and (kind not in ("radio", "checkbox") or "checked" in at)
