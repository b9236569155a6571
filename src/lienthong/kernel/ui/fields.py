"""How a field of a Django form is laid out and tied to its hint and its error."""

from django.forms import BoundField
from django.forms import widgets as django_widgets
from django.utils.safestring import SafeString

# What browsers and password stores fill in; WCAG 1.3.5 asks for it on personal data.
AUTOCOMPLETE = {
    "name": "name",
    "full_name": "name",
    "email": "email",
    "phone": "tel",
    "address": "street-address",
    "birth_date": "bday",
    "username": "username",
    "password": "current-password",
    "otp": "one-time-code",
}

DJANGO_ROWS = "10"  # what Django gives a text area that asked for nothing


def kind(field: BoundField) -> str:
    """Say how a field is laid out: text, options, tick, upload or hidden."""
    control = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(control, django_widgets.FileInput):
        return "upload"
    if isinstance(control, django_widgets.RadioSelect | django_widgets.CheckboxSelectMultiple):
        return "options"
    return "tick" if isinstance(control, django_widgets.CheckboxInput) else "text"


def target(field: BoundField) -> str:
    """Name the element an error points to: the first choice of a group, else the control itself."""
    return f"{field.auto_id}_0" if kind(field) == "options" else str(field.auto_id)


def described_by(field: BoundField) -> str:
    """Name the elements that explain a control: its hint, then its error."""
    names = []
    if field.help_text:
        names.append(f"{field.auto_id}_hint")
    if field.errors:
        names.append(f"{field.auto_id}_error")
    return " ".join(names)


def control(field: BoundField) -> SafeString:
    """Draw the control of a field, as wide as its answer."""
    given = field.field.widget.attrs
    attrs: dict[str, str | bool] = {}
    if kind(field) in {"text", "upload"}:
        css = str(given.get("class", ""))
        attrs["class"] = css if "lt-in" in css else f"lt-in {_width(field)} {css}".replace("  ", " ").strip()
    # Required fields are not marked, and the browser's own bubbles would speak other words than the summary.
    attrs["required"] = False
    attrs["aria-describedby"] = described_by(field) or False
    attrs["aria-invalid"] = "true" if field.errors else False
    if isinstance(field.field.widget, django_widgets.Textarea) and str(given.get("rows")) == DJANGO_ROWS:
        attrs["rows"] = "4"
    if "autocomplete" not in given and field.name in AUTOCOMPLETE:
        attrs["autocomplete"] = AUTOCOMPLETE[field.name]
    return SafeString(field.as_widget(attrs=attrs))


def _width(field: BoundField) -> str:
    length = getattr(field.field, "max_length", None)
    if length is None or length > 60:
        return ""
    return "lt-in-s" if length <= 12 else "lt-in-m"
