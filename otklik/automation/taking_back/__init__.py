"""Everything a rule did since a moment is taken back, as far as nobody has changed it since (NEW-2).

`deeds` says what a rule did, `planning` what taking it back would do, `doing` does it.
"""
