"""Data quality: what is incomplete, doubtful or stale, each with its remedy."""
