"""The ground everything stands on: events, queue, clock, ids, files, text, signing, paging.

No word of the domain is known here: what a ticket or a client is, packages above say.
"""
