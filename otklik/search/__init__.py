"""Finding tickets by words: one document per ticket, the same results on SQLite and PostgreSQL.

`document` (pure) turns what a ticket says into stems, `wording` (pure) turns typed words into a condition
over stems, `sqlite` and `postgres` say that condition in the engine's own words, `queries` enforces who
may see what, `indexing` keeps documents up to date as reactions to events.
"""
