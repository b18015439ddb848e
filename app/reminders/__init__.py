"""Reminders of what is overdue: three levels, each a letter in the outbox."""
