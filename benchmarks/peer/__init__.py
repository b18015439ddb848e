"""The peer: a Django admin over the same rows, set up as its handbook says. It runs in a venv of its own."""
