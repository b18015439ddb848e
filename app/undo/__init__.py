"""What was done to many clients at once, and how it is taken back: imports, mass actions, merges."""
