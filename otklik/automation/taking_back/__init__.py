"""Everything a rule did since a moment is taken back, as far as nobody has changed it since (NEW-2).

`deeds` says what a rule did, `planning` what taking it back would do, `doing` does it. SLA rules decide
nothing once and for all: `recounting` switches one off and has its tickets counted without it. `looking`
chooses.
"""
