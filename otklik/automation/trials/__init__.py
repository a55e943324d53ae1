"""What if? A draft of a rule is tried on past tickets before it is saved."""
