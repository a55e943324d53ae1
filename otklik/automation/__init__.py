"""What happens by rule: routing now; triggers, macros and recurring tickets with their issue."""
