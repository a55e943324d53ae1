"""A row of a list is drawn in Python: nothing a person typed may become markup, and it stays a table row."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.utils import translation

from otklik.people.queries import AgentInfo
from otklik.web.row_markup import ticket_row
from otklik.web.showing import NOBODY, Due, Row, who_is

HOSTILE = "<script>alert(1)</script>\"'><b onload=x>&amp;"
PLAIN = Row(
    number="INC7",
    digits="7",
    href="/desk/tickets/INC7",
    version=3,
    subject="",
    turn="unread",
    priority_label="",
    priority_glyph="high",
    files=2,
    author="",
    preview="",
    draft=False,
    client="",
    contact="",
    status_value="work",
    status_label="",
    status_glyph="",
    status_tone="",
    status_url="",
    status_allowed="",
    who=NOBODY,
    who_url="",
    due=Due("soon", "38 мин", 40, "2026-11-20T10:00:00+00:00"),
    updated_at="",
    updated_text="",
    updated_title="",
    group="",
)


class _Seen(HTMLParser):
    """Tags in order, with their attributes, and the text between."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.ends: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.ends.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(markup: str) -> _Seen:
    parser = _Seen()
    parser.feed(str(markup))
    parser.close()
    return parser


def agent(name: str) -> AgentInfo:
    return AgentInfo(5, "u5", 6, name, "", "", "", "", True, frozenset(), frozenset(), "ru", "UTC")


TYPED = (
    *("subject", "author", "preview", "client", "contact", "status_label", "priority_label"),
    *("number", "digits", "href", "status_url", "who_url", "status_allowed", "status_value"),
)


def with_text(field: str, text: str) -> Row:
    place = Row._fields.index(field)
    return Row._make([*PLAIN[:place], text, *PLAIN[place + 1 :]])


@pytest.mark.parametrize("field", TYPED)
@pytest.mark.parametrize("may_edit", [True, False])
def test_what_a_person_typed_is_text(field: str, may_edit: bool) -> None:
    plain = seen(ticket_row(with_text(field, "x"), may_edit))
    hostile = seen(ticket_row(with_text(field, HOSTILE), may_edit))
    assert [tag for tag, _attrs in hostile.tags] == [tag for tag, _attrs in plain.tags]
    assert [set(attrs) for _tag, attrs in hostile.tags] == [set(attrs) for _tag, attrs in plain.tags]


def test_names_and_marks_are_text() -> None:
    row = PLAIN._replace(who=who_is(agent(HOSTILE)), tags=(HOSTILE,), who_note=HOSTILE)
    row = row._replace(due=Due("none", HOSTILE, 0, ""))
    found = seen(ticket_row(row, group=HOSTILE))
    assert "script" not in {tag for tag, _attrs in found.tags}
    assert found.text.count("<script>") == 3
    assert found.tags[0][1]["data-group"] == HOSTILE


def test_it_is_one_whole_row_of_eight_cells() -> None:
    found = seen(ticket_row(PLAIN))
    starts = [tag for tag, _attrs in found.tags if tag not in ("input",)]
    assert (starts.count("tr"), starts.count("td")) == (1, 8)
    assert sorted(starts) == sorted(found.ends)


def test_words_follow_the_reader() -> None:
    for language, nobody in (("ru", "Никто"), ("en", "Nobody")):
        with translation.override(language):
            assert nobody in ticket_row(PLAIN)


def test_controls_only_for_who_may_edit() -> None:
    assert "data-pick=" in ticket_row(PLAIN)
    assert "data-pick=" not in ticket_row(PLAIN, False)
    assert "checkbox" not in ticket_row(PLAIN, False, "")
