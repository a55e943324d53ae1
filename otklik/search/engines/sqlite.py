"""SQLite: an FTS5 table over the documents (https://sqlite.org/fts5.html).

The `ascii` tokenizer splits at ASCII punctuation only and leaves other letters alone, so our stems are its
tokens, whatever Unicode says about them. The table keeps no text (contentless); triggers on the documents
tell it what to add and, word for word, what to forget, also when rows go by a cascade.
"""

from __future__ import annotations

from collections.abc import Sequence

from otklik.search.wording import Clause, Phrase, Wording

TABLE = """
CREATE VIRTUAL TABLE search_index USING fts5(
    public, internal, access, content='', tokenize="ascii tokenchars '_'", columnsize=0
)
"""
# Public words stand before the sign, internal ones behind it (`document.SIDES`).
TRIGGERS = (
    """
CREATE TRIGGER search_document_added AFTER INSERT ON search_document BEGIN
    INSERT INTO search_index(rowid, public, internal, access)
    VALUES (new.ticket_id, substr(new.words, 1, instr(new.words, '|') - 1),
        substr(new.words, instr(new.words, '|') + 1), new.access);
END
""",
    """
CREATE TRIGGER search_document_removed AFTER DELETE ON search_document BEGIN
    INSERT INTO search_index(search_index, rowid, public, internal, access)
    VALUES ('delete', old.ticket_id, substr(old.words, 1, instr(old.words, '|') - 1),
        substr(old.words, instr(old.words, '|') + 1), old.access);
END
""",
    """
CREATE TRIGGER search_document_changed AFTER UPDATE OF words, access ON search_document BEGIN
    INSERT INTO search_index(search_index, rowid, public, internal, access)
    VALUES ('delete', old.ticket_id, substr(old.words, 1, instr(old.words, '|') - 1),
        substr(old.words, instr(old.words, '|') + 1), old.access);
    INSERT INTO search_index(rowid, public, internal, access)
    VALUES (new.ticket_id, substr(new.words, 1, instr(new.words, '|') - 1),
        substr(new.words, instr(new.words, '|') + 1), new.access);
END
""",
)
SETTLE = ("INSERT INTO search_index(search_index) VALUES ('optimize')",)
QUERY = """
SELECT rowid FROM search_index WHERE search_index MATCH %s AND rowid < %s ORDER BY rowid DESC LIMIT %s
"""
EVERY = "SELECT rowid FROM search_index WHERE search_index MATCH %s"

_NEWEST = 2**62


def statement(
    wording: Wording, readers: Sequence[str] | None, *, public_only: bool, before: int | None, limit: int
) -> tuple[str, list[object]]:
    """The query and its parameters."""
    match = _says(wording, public_only=public_only)
    if readers is not None:
        match += f" AND {{access}} : ({' OR '.join(map(_quoted, readers))})"
    return QUERY, [match, _NEWEST if before is None else before, limit]


def every(wording: Wording, *, public_only: bool) -> tuple[str, tuple[str, ...]]:
    """A query for all matching documents, in no order."""
    return EVERY, (_says(wording, public_only=public_only),)


def _says(wording: Wording, *, public_only: bool) -> str:
    columns = "{public}" if public_only else "{public internal}"
    return f"{columns} : ({' AND '.join(map(_clause, wording.clauses))})"


def _clause(clause: Clause) -> str:
    return f"({' OR '.join(map(_phrase, clause.ways))})"


def _phrase(phrase: Phrase) -> str:
    return _quoted(" ".join(phrase.words)) + (" *" if phrase.beginning else "")


def _quoted(words: str) -> str:
    return f'"{words}"'
