"""`/welcome`: a new installation is set up in three questions, and a letter shows that it works (NEW-3)."""
