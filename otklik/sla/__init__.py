"""Deadlines: which rule sets them, and the clocks that run, stand and are carried over."""
