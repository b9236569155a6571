"""Forms of organizations."""

from .agencies import ActingForm, AgencyForm, AppointForm, EndForm, FoundForm
from .delegations import DelegateForm, TakeBackForm
from .lists import ImportForm, UploadForm
from .plans import LineForm, PlanForm

__all__ = [
    "ActingForm",
    "AgencyForm",
    "AppointForm",
    "DelegateForm",
    "EndForm",
    "FoundForm",
    "ImportForm",
    "LineForm",
    "PlanForm",
    "TakeBackForm",
    "UploadForm",
    "date_field",
]
