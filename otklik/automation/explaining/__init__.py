"""Rules explain themselves: why something happened, why a rule did not act, what a rule was before."""
