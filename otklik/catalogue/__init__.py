"""What can be asked for and how it comes in: services, types, categories, priorities, channel accounts."""
