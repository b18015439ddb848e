"""Keys that lock what must be erasable, kept where no restore of a region can bring them back."""

from app.vault.keys import Key, WrongKey
from app.vault.vault import Keyring, Vault

__all__ = ["Key", "Keyring", "Vault", "WrongKey"]
