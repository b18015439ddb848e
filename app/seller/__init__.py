"""The firm that a region belongs to, as it stands on everything it sends out."""
