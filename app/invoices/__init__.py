"""Invoices and what belongs to them: drafts, numbers, what is issued and never changes."""
