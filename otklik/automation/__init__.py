"""What happens by rule: who comes to know which client; rules, triggers and macros with their issue."""
