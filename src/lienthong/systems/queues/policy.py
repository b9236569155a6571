"""Who may see and do what to a desk: those of its agency, by the reach of their role."""

from lienthong.kernel.acts.extensions import Policy
from lienthong.kernel.organizations.queries import agency_scopes

from .contracts import SEE
from .models import Desk

DESKS: Policy[Desk] = Policy(see=SEE, scopes=agency_scopes("agency"))
