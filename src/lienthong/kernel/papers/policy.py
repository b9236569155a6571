"""Who may see issued papers and look after templates: the province all, an agency its own and those below it."""

from lienthong.kernel.acts.extensions import Policy
from lienthong.kernel.organizations.queries import agency_scopes

from .contracts import SEE, SEE_TEMPLATES
from .models import Paper, TemplateDesign

PAPERS: Policy[Paper] = Policy(see=SEE, scopes=agency_scopes("agency"))
# A template for all agencies has none of its own: only who reaches the whole province sees to it.
DESIGNS: Policy[TemplateDesign] = Policy(see=SEE_TEMPLATES, scopes=agency_scopes("agency"))
