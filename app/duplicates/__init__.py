"""Clients that stand in a region twice: found, explained, merged."""
