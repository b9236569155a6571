"""Who may see what was sent: the province all, an agency its own and those below it.

Notices to oneself are read without a right.
"""

from lienthong.kernel.acts.extensions import Policy
from lienthong.kernel.organizations.queries import agency_scopes

from .contracts import MANAGE, SEE
from .models import Budget, Message, Spending, TextDraft

__all__ = ["BUDGETS", "DRAFTS", "MANAGE", "MESSAGES", "SEE", "SPENDINGS"]

MESSAGES: Policy[Message] = Policy(see=SEE, scopes=agency_scopes("agency"))
BUDGETS: Policy[Budget] = Policy(see=SEE, scopes=agency_scopes("agency"))
SPENDINGS: Policy[Spending] = Policy(see=SEE, scopes=agency_scopes("agency"))
# Texts of the province are seen by all who look after texts, and changed by the province; others have their own.
DRAFTS: Policy[TextDraft] = Policy(see=MANAGE, scopes=agency_scopes("agency"))
