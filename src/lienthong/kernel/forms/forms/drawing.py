"""Draws the questions of a form. The same marks as the component `c-form.field` (a test holds them together), written
directly: sixty components with their widgets cost 50 ms a page, these 5.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from django import forms
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ..contracts import FieldKind

if TYPE_CHECKING:
    from .answers import Asked

SHORT, MEDIUM = 12, 60
ROWS_OF_TEXT = 4


def escape(text: object) -> str:
    """Make a text harmless in HTML; Django's own looks for lazy texts at every call, which is half the time here."""
    return html.escape(str(text))


def draw_question(asked: Asked) -> SafeString:
    """Draw one question with its hint, its errors, its control, and an amount in words."""
    if asked.kind == "fixed":
        inner = _fixed(asked)
    elif asked.kind == "set":
        inner = render_to_string("forms/set.html", {"asked": asked, "field": asked.bound, "control": _parts(asked)})
    else:
        inner = _plain(asked)
        if asked.description.kind is FieldKind.MONEY:
            inner += _words(asked, "p")
    return SafeString(f'<div data-lt-question="{escape(asked.description.name)}">{inner}{_source(asked)}</div>')


def _source(asked: Asked) -> str:
    """Name who answered before people did, and why a verified answer cannot be typed over."""
    said = asked.sourced
    if said is None:
        return ""
    day = f"{localdate(said.at):%d/%m/%Y}"
    words = _("From %(source)s, %(day)s.") % {"source": said.label, "day": day}
    if said.verified:
        words += " " + _("Verified: it cannot be changed here.")
    icon = _icon("shield-check" if said.verified else "database")
    return f'<p class="lt-small lt-mute lt-source">{icon}{escape(words)}</p>'


def _parts(asked: Asked) -> SafeString:
    attrs: dict[str, Any] = {"id": asked.bound.auto_id}
    if asked.bound.errors:
        attrs |= {"aria-invalid": "true", "aria-describedby": f"{asked.bound.auto_id}_error"}
    return SafeString(asked.bound.as_widget(attrs=attrs))


def _words(asked: Asked, tag: str) -> SafeString:
    name = asked.description.name
    return format_html('<{} class="lt-small lt-2" data-lt-words="{}">{}</{}>', tag, name, asked.words, tag)


def _fixed(asked: Asked) -> SafeString:
    shown = SafeString(escape(asked.text or "—").replace("\n", "<br>"))
    parts = format_html("<dt>{}</dt>", asked.bound.label)
    parts += format_html('<dd data-lt-computed="{}">{}</dd>', asked.description.name, shown)
    if asked.description.kind is FieldKind.MONEY:
        parts += _words(asked, "dd")
    if asked.bound.help_text and asked.sourced is None:
        parts += format_html('<dd class="lt-hint">{}</dd>', asked.bound.help_text)
    return SafeString(f'<dl class="lt-fixed">{parts}</dl>{_silent(asked)}{_errors(asked.bound)}')


def _silent(asked: Asked) -> str:
    """Send a verified answer along for the conditions that scripts ask about; the server believes its source alone."""
    value = asked.bound.value()
    if asked.sourced is None or not isinstance(value, str | int):
        return ""
    text = "on" if value is True else "" if value is False else str(value)
    return format_html('<input type="hidden" name="{}" value="{}">', asked.bound.html_name, text)


def _icon(name: str) -> str:
    address = f"{static('ui/icons.svg')}#{name}"
    return f'<svg class="lt-i" aria-hidden="true" focusable="false"><use href="{address}"></use></svg>'


def _errors(field: forms.BoundField) -> str:
    found = []
    for at, error in enumerate(field.errors):
        identity = f' id="{field.auto_id}_error"' if at == 0 else ""
        found.append(f'<p class="lt-errmsg"{identity}>{_icon("alert-circle")}{escape(error)}</p>')
    return "".join(found)


def _label(field: forms.BoundField) -> str:
    optional = "" if field.field.required else f' <span class="lt-mute">({_("optional")})</span>'
    return f"{conditional_escape(field.label)}{optional}"


def _hint(field: forms.BoundField) -> str:
    if not field.help_text:
        return ""
    return f'<span class="lt-hint" id="{field.auto_id}_hint">{conditional_escape(field.help_text)}</span>'


def _plain(asked: Asked) -> SafeString:
    field, widget = asked.bound, asked.bound.field.widget
    css = "lt-field lt-err" if field.errors else "lt-field"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return _options(field, widget, css)
    if isinstance(widget, forms.CheckboxInput):
        return _tick(field, css)
    control = _control(field, widget)
    label = f'<label for="{field.auto_id}">{_label(field)}</label>'
    return SafeString(f'<div class="{css}">{label}{_hint(field)}{_errors(field)}{control}</div>')


def _described(field: forms.BoundField) -> str:
    names = [f"{field.auto_id}_hint"] if field.help_text else []
    names += [f"{field.auto_id}_error"] if field.errors else []
    said = f' aria-describedby="{" ".join(names)}"' if names else ""
    return said + (' aria-invalid="true"' if field.errors else "")


def _width(field: forms.BoundField) -> str:
    given = str(field.field.widget.attrs.get("class", ""))
    length = getattr(field.field, "max_length", None)
    if given or length is None or length > MEDIUM:
        return given or "lt-in"
    return "lt-in lt-in-s" if length <= SHORT else "lt-in lt-in-m"


def _control(field: forms.BoundField, widget: forms.Widget) -> str:
    attrs = f'name="{field.html_name}" id="{field.auto_id}" class="{_width(field)}"{_described(field)}'
    for name, value in widget.attrs.items():
        if name not in {"class", "rows", "cols"}:
            attrs += f' {name}="{escape(value)}"'
    value = field.value()
    text = "" if value is None else str(value)
    if isinstance(widget, forms.Textarea):
        return f'<textarea {attrs} rows="{ROWS_OF_TEXT}">\n{escape(text)}</textarea>'
    if isinstance(widget, forms.Select):
        return f"<select {attrs}>{_select_options(widget, text)}</select>"
    kind = getattr(widget, "input_type", "text")
    given = f' value="{escape(text)}"' if text else ""
    return f'<input type="{kind}" {attrs}{given}>'


def _select_options(widget: forms.Select, chosen: str) -> str:
    return "".join(
        f'<option value="{escape(code)}"{" selected" if str(code) == chosen else ""}>{escape(label)}</option>'
        for code, label in widget.choices
    )


def _options(field: forms.BoundField, widget: forms.RadioSelect | forms.CheckboxSelectMultiple, css: str) -> SafeString:
    value = field.value()
    chosen = {str(item) for item in value} if isinstance(value, list | tuple) else {str(value)}
    kind, wrong = str(widget.input_type), ' aria-invalid="true"' if field.errors else ""
    lines = []
    for at, (code, label) in enumerate(widget.choices):
        identity = f"{field.auto_id}_{at}"
        ticked = " checked" if str(code) in chosen else ""
        box = f'<input type="{kind}" name="{field.html_name}" value="{escape(code)}" id="{identity}"{wrong}{ticked}>'
        lines.append(f'<label class="lt-opt" for="{identity}">{box}<span>{escape(label)}</span></label>')
    said = "error" if field.errors else "hint" if field.help_text else ""
    described = f' aria-describedby="{field.auto_id}_{said}"' if said else ""
    legend = f'<legend class="lt-label">{_label(field)}</legend>'
    head = f'<fieldset class="{css}"{described}>{legend}{_hint(field)}{_errors(field)}'
    return SafeString(f'{head}<div class="lt-opts">{"".join(lines)}</div></fieldset>')


def _tick(field: forms.BoundField, css: str) -> SafeString:
    ticked = " checked" if field.value() else ""
    box = f'<input type="checkbox" name="{field.html_name}" id="{field.auto_id}"{_described(field)}{ticked}>'
    hint = f'<small id="{field.auto_id}_hint">{conditional_escape(field.help_text)}</small>' if field.help_text else ""
    label = f"<span>{conditional_escape(field.label)}{hint}</span>"
    return SafeString(
        f'<div class="{css}">{_errors(field)}<label class="lt-opt" for="{field.auto_id}">{box}{label}</label></div>'
    )
