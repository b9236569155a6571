"""What narrows the list of hand-overs, and why a dossier is not taken."""

from django import forms
from django.utils.translation import gettext_lazy

LONGEST_NUMBER = 80


class FilterForm(forms.Form):
    """What narrows the list; both are optional."""

    q = forms.CharField(label=gettext_lazy("Code or name of the applicant"), required=False, max_length=200)
    tre = forms.BooleanField(label=gettext_lazy("Late only"), required=False)


class RefusalForm(forms.Form):
    """Why a dossier is not taken."""

    number = forms.CharField(max_length=LONGEST_NUMBER)
    reason = forms.CharField(max_length=2000)
