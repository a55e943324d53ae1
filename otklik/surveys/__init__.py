"""Ratings: what clients think of the work on their tickets (PORT-5)."""
