"""Files speak of the project alone: no package registry, no path of one machine, no promises."""

from __future__ import annotations

import re

from tests.architecture.tree import ROOT, files

BINARY = {".gif", ".ico", ".jpg", ".jpeg", ".png", ".webp", ".woff2", ".xlsx", ".docx", ".pdf", ".eml", ".mo"}
# Put together here so that this file does not find itself.
REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "deb" + ".debian.org",
)
FORBIDDEN = {
    "a package registry": re.compile("|".join(map(re.escape, REGISTRIES))),
    "a path of one machine": re.compile(r"(?<![\w.~$}/-])/(?:work|root|opt|Users|home)/\w+"),
    "a promise": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b"),
}


def test_files_speak_of_the_project_alone() -> None:
    found = [
        f"{path}:{number} {what}: {match[0]}"
        for path in files()
        if path.suffix not in BINARY and path.name not in {"LICENSE", "package-lock.json"}
        for number, line in enumerate(_lines(path.as_posix()), 1)
        for what, pattern in FORBIDDEN.items()
        if (match := pattern.search(line))
    ]
    assert found == []


def _lines(path: str) -> list[str]:
    return (ROOT / path).read_text(errors="replace").splitlines()
