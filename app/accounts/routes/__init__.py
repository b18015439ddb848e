"""Everything about staff accounts: one controller per resource."""

from app.accounts.routes.account import Account, OwnSessions, Preferences
from app.accounts.routes.confirmation import Confirmation
from app.accounts.routes.invitation import Invitation
from app.accounts.routes.sign_in import SignIn, SignOut
from app.accounts.routes.staff import StaffAccount, StaffHistory, StaffList

ROUTES = [
    SignIn, SignOut, Invitation, Preferences, Account, OwnSessions, Confirmation, StaffList, StaffHistory, StaffAccount,
]  # fmt: skip
__all__ = ["ROUTES"]
