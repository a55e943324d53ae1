"""What happens by rule: who comes to know which client, who is given what; rules, triggers and macros."""
