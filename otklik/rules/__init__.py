"""What routing, deadlines and triggers share: conditions as a tree, and the fields they may ask about."""
