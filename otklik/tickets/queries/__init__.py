"""Reads about tickets; every public one takes an actor."""
