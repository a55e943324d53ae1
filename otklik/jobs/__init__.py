"""Timed work: which sweep runs how often. The doing is in the packages; the worker is `core.worker`."""
