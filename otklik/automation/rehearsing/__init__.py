"""Triggers that are tried: done for real on past tickets, in transactions that are taken back (NEW-2).

What a trigger comes to is its commands' to say, and those of the triggers it wakes. So a ticket is put back
in its own transaction to what it was when something happened, the triggers are asked as they would be, and
what they did is read; then all of it is rolled back. `occasions` says what could ask a trigger, `acting` does
and reads, `outcomes` compares, `asking` goes through tickets.
"""
