"""Draws the components with invented data to plain HTML files, for screenshots while designing.

Development only; the program never imports it. Run: python frontend/preview.py OUT_FOLDER [ru|en]
The catalogue of the language is used when it is compiled, else the English source strings.
"""

import gettext
import json
import shutil
import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "otklik" / "web"


def main(out: Path, lang: str) -> None:
    """Write every preview page of one language into `out`."""
    environment = make_environment(lang)
    pages = sorted((ROOT / "frontend" / "preview").glob("*.html"))
    out.mkdir(parents=True, exist_ok=True)
    shutil.copytree(WEB / "static" / "dist", out / "dist", dirs_exist_ok=True)
    for page in pages:
        if page.name.startswith("_"):
            continue
        html = environment.get_template(page.name).render(page_context(lang))
        (out / f"{page.stem}-{lang}.html").write_text(html, encoding="utf-8")


def make_environment(lang: str) -> Environment:
    """The environment of the program as far as templates see it."""
    environment = Environment(
        loader=FileSystemLoader([WEB / "templates", ROOT / "frontend" / "preview"]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    catalogue = gettext.translation("django", WEB.parent / "locale", [lang], fallback=True)
    # install_gettext_callables comes with the i18n extension and is not in Environment's type
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        catalogue.gettext, catalogue.ngettext, newstyle=True
    )
    manifest = json.loads((WEB / "static" / "dist" / "manifest.json").read_text(encoding="utf-8"))
    environment.globals["asset"] = lambda name: f"dist/{manifest[name]}"
    environment.globals["scripts_shared"] = lambda: [name for name in manifest if name.startswith("shared-")]
    return environment


class PreviewRequest:
    """The little of a request that templates read."""

    COOKIES: dict[str, str] = {}


def page_context(lang: str) -> dict[str, object]:
    """What Django's backend adds to every page."""
    return {
        "lang": lang,
        "request": PreviewRequest(),
        "csrf_token": "preview",
        "csrf_input": Markup('<input type="hidden" name="csrfmiddlewaretoken" value="preview">'),
        "actor": None,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "ru")
