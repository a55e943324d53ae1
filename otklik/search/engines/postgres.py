"""PostgreSQL: one GIN index over the words of both columns and the readers' tokens.

Conditions are `tsquery` literals made of our own stems; no text search configuration takes part. Words and
numbers stand in the statement's text, not among parameters: the planner must know them (a rare word and a
common one want different plans), and the plan of a prepared statement with parameters would not: measured,
0.2 ms became 600.
"""

from __future__ import annotations

from collections.abc import Sequence

from otklik.search.wording import Clause, Phrase, Wording

INDEX = "CREATE INDEX search_words ON search_document USING gin (words, access)"
DROP_INDEX = "DROP INDEX search_words"
COPY = "COPY search_document (ticket_id, search_version, words, access) FROM STDIN"
SETTLE = ("SELECT gin_clean_pending_list('search_words')", "ANALYZE search_document")
EVERY = "SELECT ticket_id FROM search_document WHERE "

_NEWEST = 2**62


def statement(
    wording: Wording, readers: Sequence[str] | None, *, public_only: bool, before: int | None, limit: int
) -> tuple[str, list[object]]:
    """The query and its parameters."""
    where = [_says(wording, public_only=public_only)]
    if readers is not None:
        where.append(f"access @@ {_literal(' | '.join(map(_quoted, readers)))}")
    where.append(f"ticket_id < {_NEWEST if before is None else int(before)}")
    found = f"SELECT ticket_id FROM search_document WHERE {' AND '.join(where)}"  # noqa: S608 - our own stems
    return f"{found} ORDER BY ticket_id DESC LIMIT {int(limit)}", []


def every(wording: Wording, *, public_only: bool) -> tuple[str, tuple[str, ...]]:
    """A query for all matching documents, in no order."""
    return EVERY + _says(wording, public_only=public_only), ()


def _says(wording: Wording, *, public_only: bool) -> str:
    # Public words bear a label. The index does not know it: what it finds is looked at once more.
    label = "A" if public_only else ""
    return f"words @@ {_literal(' & '.join(_clause(clause, label) for clause in wording.clauses))}"


def _clause(clause: Clause, label: str) -> str:
    return f"({' | '.join(_phrase(phrase, label) for phrase in clause.ways)})"


def _phrase(phrase: Phrase, label: str) -> str:
    last = f"{_quoted(phrase.words[-1])}:{'*' if phrase.beginning else ''}{label}".rstrip(":")
    words = [f"{_quoted(word)}:{label}".rstrip(":") for word in phrase.words[:-1]]
    return f"({' <-> '.join([*words, last])})"


def _quoted(word: str) -> str:
    """A stem or token: letters, digits and our own underscore only, by the rule that made it."""
    return f"'{word}'"


def _literal(query: str) -> str:
    """A `tsquery` literal. Percent signs cannot occur in it; quotes are doubled as SQL wants."""
    return "'" + query.replace("'", "''") + "'::tsquery"
