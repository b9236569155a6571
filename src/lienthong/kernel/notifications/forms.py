"""What people type about messages."""

from datetime import time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ui.services import day_field

from .contracts import Choices, MessageState
from .queries import MessageFilter
from .queries.choices import KindLine
from .words import CHANNEL, STATE

_SHORT = {"autocomplete": "off", "class": "lt-in lt-in-m"}
CHOSEN = ("in_app", "email", "zalo", "sms")


class MessageFilterForm(forms.Form):
    """Which messages a list shows."""

    q = forms.CharField(label=_("Dossier number or recipient"), required=False, max_length=100)
    trang_thai = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *((state.value, words) for state, words in STATE.items())],
    )
    kenh = forms.ChoiceField(label=_("Channel"), required=False, choices=[("", _("All")), *CHANNEL.items()])
    tu = day_field(_("From day"), required=False, hint="")
    den = day_field(_("To day"), required=False, hint="")
    dot = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def wanted(self) -> MessageFilter:
        """Return what was asked for; a field that is wrong asks for nothing."""
        self.is_valid()
        given: dict[str, Any] = self.cleaned_data
        state, mailing = given.get("trang_thai"), given.get("dot")
        return MessageFilter(
            text=(given.get("q") or "").replace("\0", "").strip(),
            state=MessageState(state) if state else None,
            channel=given.get("kenh") or "",
            since=given.get("tu"),
            until=given.get("den"),
            mailing=mailing if isinstance(mailing, UUID) else None,
        )


class BudgetForm(forms.Form):
    """What may be spent in a month."""

    agency_code = forms.CharField(
        label=_("Agency"),
        required=False,
        max_length=40,
        help_text=_("Its identity code, such as H32.70; empty for all agencies without a budget of their own"),
        widget=forms.TextInput(attrs=_SHORT),
    )
    monthly = forms.IntegerField(
        label=_("Budget of a month, in đồng"),
        min_value=0,
        max_value=10**12,
        help_text=_("0 for no limit"),
        widget=forms.TextInput(attrs={**_SHORT, "inputmode": "numeric"}),
        error_messages={"required": _("Enter an amount"), "invalid": _("Enter digits only, such as 5000000")},
    )
    stops = forms.BooleanField(
        label=_("Send nothing that costs beyond it"),
        required=False,
        help_text=_("Urgent messages go out all the same; otherwise administrators are only warned"),
    )


class TextForm(forms.Form):
    """A text being written."""

    subject = forms.CharField(
        label=_("Subject"), required=False, max_length=200, help_text=_("Of mails, and the title inside the program")
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Write the text")},
    )
    plain = forms.BooleanField(
        label=_("SMS without diacritics"),
        required=False,
        help_text=_("More than twice as much fits into one part; mails and notices keep theirs"),
    )


class PlaceForm(forms.Form):
    """For which language, channel and agency a text is written."""

    language = forms.ChoiceField(
        label=_("Language"), choices=[("vi", "Tiếng Việt"), ("en", "English")], widget=forms.RadioSelect, initial="vi"
    )
    channel = forms.ChoiceField(label=_("Channel"), required=False, choices=[("", _("All")), *CHANNEL.items()])
    agency_code = forms.CharField(
        label=_("Agency"),
        required=False,
        max_length=40,
        help_text=_("Its identity code; empty for the text of the whole province"),
        widget=forms.TextInput(attrs=_SHORT),
    )


class ChannelsForm(forms.Form):
    """Over which channels kinds of messages go: a box for each kind and channel."""

    def __init__(self, *args: Any, lines: tuple[KindLine, ...], **kwargs: Any) -> None:
        """Make a group of boxes for each kind; the usual way is all of them."""
        super().__init__(*args, **kwargs)
        self.lines = lines
        for number, line in enumerate(lines):
            self.fields[f"kenh-{number}"] = forms.MultipleChoiceField(
                label=line.label,
                required=line.mandatory,
                choices=[(name, CHANNEL[name]) for name in CHOSEN],
                widget=forms.CheckboxSelectMultiple,
                initial=list(CHOSEN if line.channels is None else line.channels),
                help_text=_("Law demands this message: keep at least one channel") if line.mandatory else "",
                error_messages={"required": _("Keep at least one channel")},
            )

    def chosen(self) -> dict[str, tuple[str, ...]]:
        """Return the channels of the kinds for which not all are ticked."""
        found = {line.key: tuple(self.cleaned_data[f"kenh-{number}"]) for number, line in enumerate(self.lines)}
        return {key: names for key, names in found.items() if set(names) != set(CHOSEN)}


class ChoicesForm(ChannelsForm):
    """How a person wants to be told."""

    language = forms.ChoiceField(
        label=_("Language of messages"),
        required=False,
        choices=[("", _("As the sender writes")), ("vi", "Tiếng Việt"), ("en", "English")],
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H"],
        help_text=_("No SMS or Zalo rings then, such as 21:00; empty for the hours of the province"),
        widget=forms.TimeInput(format="%H:%M", attrs={"inputmode": "numeric", "class": "lt-in lt-in-s"}),
        error_messages={"invalid": _("Enter a time such as 21:00")},
    )
    quiet_to = forms.TimeField(
        label=_("Quiet until"),
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.TimeInput(format="%H:%M", attrs={"inputmode": "numeric", "class": "lt-in lt-in-s"}),
        error_messages={"invalid": _("Enter a time such as 7:00")},
    )
    digest = forms.BooleanField(
        label=_("One mail a day in place of single mails"),
        required=False,
        help_text=_("At 16:30 on working days, with the notices not read; what is urgent comes at once"),
    )

    def choices(self) -> Choices:
        """Return what was chosen."""
        given = self.cleaned_data
        quiet: tuple[time | None, time | None] = given["quiet_from"], given["quiet_to"]
        return Choices(
            language=given["language"],
            quiet_from=quiet[0],
            quiet_to=quiet[1],
            digest=given["digest"],
            channels=self.chosen(),
        )
