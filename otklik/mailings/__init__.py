"""Mass messages: announcements and surveys to many contacts, each with a letter of their own (REG-15)."""
