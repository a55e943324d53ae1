"""Bulk load: as many tickets as wanted, each with everything a real one has."""
