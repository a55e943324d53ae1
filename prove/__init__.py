"""The long proofs: what tests can only sample is done here a thousand times. `make prove` runs them.

Each writes what it found to `prove/results/`, which is committed.
"""
