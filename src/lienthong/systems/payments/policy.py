"""Who may see and do what to a demand: those of the agency that is paid, and of the one at whose counter."""

from lienthong.kernel.acts.extensions import Policy
from lienthong.kernel.organizations.queries import agency_scopes

from .contracts import SEE
from .models import FeeDemand

DEMANDS: Policy[FeeDemand] = Policy(see=SEE, scopes=agency_scopes("payee", "collector"))
