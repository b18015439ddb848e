"""The legal original of each issued document: its PDF and its XML as they were, sealed until the law lets them go."""

from app.invoices.originals.model import KINDS, Original, owner_of, retained_until

__all__ = ["KINDS", "Original", "owner_of", "retained_until"]
