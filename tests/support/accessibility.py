"""What axe-core finds on a page: WCAG 2.2 A and AA and the rules of good practice."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, TypedDict

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """
async tags => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return found.violations.flatMap(rule => rule.nodes.map(node => ({
    rule: rule.id,
    target: node.target.join(" "),
    why: (node.failureSummary ?? "").split("\\n").slice(1).join(" ").trim(),
  })));
}
"""
# The colours of two frames ago are no longer on the screen; what moves has come to its end.
_DRAWN = """
async () => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame();
  const ends = animation => animation.effect.getComputedTiming().endTime !== Infinity;
  await Promise.allSettled(document.getAnimations().filter(ends).map(animation => animation.finished));
}
"""


class Violation(TypedDict):
    """One element that breaks one rule."""

    rule: str
    target: str
    why: str


def violations(page: Page) -> list[Violation]:
    """Everything axe has to say of the open page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    found: list[Violation] = page.evaluate(_RUN, TAGS)
    return found


def show(page: Page, size: tuple[int, int], theme: Literal["light", "dark"]) -> None:
    """The same page in another width and colours, without loading it again."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.evaluate(_DRAWN)


def version() -> str:
    """The version of axe-core in use."""
    return _script().split("axe v", 1)[1].split(maxsplit=1)[0]


@cache
def _script() -> str:
    return AXE.read_text()
