"""Who may see and look after books: each agency its own, those above all below them."""

from lienthong.kernel.acts.extensions import Policy
from lienthong.kernel.organizations.queries import agency_scopes

from .contracts import SEE
from .models import Book, ReservedBlock

BOOKS: Policy[Book] = Policy(see=SEE, scopes=agency_scopes("agency_id"))
BLOCKS: Policy[ReservedBlock] = Policy(see=SEE, scopes=agency_scopes("book__agency_id"))
