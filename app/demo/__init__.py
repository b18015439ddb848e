"""Demo data: a fictional firm's clients and two years of work with them. All of it is invented."""
