"""What other systems may receive of fees, as far as they may know of the demand; why in free words stays here."""

from lienthong.kernel.events.extensions import offer

from .contracts import SEE
from .events import FeeCancelled, FeeDemanded, FeePaid, FeeRefunded
from .queries import seen_numbers

offer(FeeDemanded, FeePaid, FeeCancelled, FeeRefunded, permission=SEE, reach=seen_numbers, hidden=("reason",))
