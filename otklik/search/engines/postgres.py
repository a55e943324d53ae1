"""PostgreSQL: one GIN index over the words of both columns and the readers' tokens.

Conditions are `tsquery` literals made of our own stems; no text search configuration takes part. They
stand in the statement's text, not among its parameters: the planner must know the words (a rare one and a
common one want different plans), and a statement that is prepared once for all words would not.
"""

from __future__ import annotations

from collections.abc import Sequence

from otklik.search.wording import Clause, Phrase, Wording

WORDS = "(public || internal)"
INDEX = f"CREATE INDEX search_words ON search_document USING gin ({WORDS}, access)"
# Estimates for an expression come from statistics on it, gathered with the index.
SETTLE = ("SELECT gin_clean_pending_list('search_words')", "ANALYZE search_document")

_NEWEST = 2**62


def statement(
    wording: Wording, readers: Sequence[str] | None, *, public_only: bool, before: int | None, limit: int
) -> tuple[str, list[object]]:
    """The query and its parameters."""
    words = _literal(" & ".join(map(_clause, wording.clauses)))
    where = [f"{WORDS} @@ {words}"]
    if public_only:
        # The index knows the words of both columns together; what it finds is looked at once more.
        where.append(f"public @@ {words}")
    if readers is not None:
        where.append(f"access @@ {_literal(' | '.join(map(_quoted, readers)))}")
    where.append("ticket_id < %s ORDER BY ticket_id DESC LIMIT %s")
    query = f"SELECT ticket_id FROM search_document WHERE {' AND '.join(where)}"  # noqa: S608 - our own stems
    return query, [_NEWEST if before is None else before, limit]


def _clause(clause: Clause) -> str:
    return f"({' | '.join(map(_phrase, clause.ways))})"


def _phrase(phrase: Phrase) -> str:
    words = [_quoted(word) for word in phrase.words]
    return f"({' <-> '.join(words)}{':*' if phrase.beginning else ''})"


def _quoted(word: str) -> str:
    """A stem or token: letters, digits and our own underscore only, by the rule that made it."""
    return f"'{word}'"


def _literal(query: str) -> str:
    """A `tsquery` literal. Percent signs cannot occur in it; quotes are doubled as SQL wants."""
    return "'" + query.replace("'", "''") + "'::tsquery"
