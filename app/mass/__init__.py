"""One change for many clients: said before, done in batches, undone after."""
