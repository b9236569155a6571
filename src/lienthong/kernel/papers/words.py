"""Words of papers: states, and what typst says of a template that cannot be typeset, as people understand it."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.extensions import name_acts

from .contracts import PaperState, TemplateKind, Trouble

STATE: Mapping[PaperState, str | Promise] = {
    PaperState.VALID: _("Still counts"),
    PaperState.REPLACED: _("Replaced"),
    PaperState.REVOKED: _("Revoked"),
}
KIND: Mapping[TemplateKind, str | Promise] = {
    TemplateKind.TYPST: _("Printed form"),
    TemplateKind.WORD: _("Word file"),
}
BOUND: Mapping[str, str | Promise] = {
    "time": _("The template takes longer than five seconds. Look for loops that do not end."),
    "memory": _("The template needs more memory than a paper may take."),
    "size": _("The template makes more than 300 pages, or a file of more than 20 MB."),
}
name_acts(
    {
        "papers.template.begin": _("Began to edit"),
        "papers.template.change": _("Changed"),
        "papers.template.upload": _("Sent a Word file"),
        "papers.template.publish": _("Published"),
        "papers.template.go_back": _("Went back to a version"),
        "papers.paper.revoke": _("Revoked"),
    }
)
# What typst says, and what it means. The groups of the pattern are put into the sentence.
_SAID: tuple[tuple[str, str | Promise], ...] = (
    (r"unclosed delimiter", _("A bracket, dollar sign or quotation mark is opened here and never closed.")),
    (r"unexpected closing (.+)", _("%(one)s closes something that was not opened.")),
    (r"unclosed string", _("A quotation mark is opened here and never closed.")),
    (r"unclosed label", _("A label is opened with < and never closed.")),
    (r"expected (.+?), found (.+)", _("Here should stand %(one)s, not %(two)s.")),
    (r"expected (.+)", _("Here should stand %(one)s.")),
    (r"unknown variable: (.+)", _("There is no “%(one)s”. Text that is to be printed needs no # before it.")),
    (r"dictionary does not contain key \"(.+)\"", _("The data have no “%(one)s”; maybe(…) asks for what may lack.")),
    (r"(?:file|package) not found.*", _("There is no such file. A template may use only @lienthong/papers.")),
    (r"failed to download package.*", _("A template may use only @lienthong/papers, no package from outside.")),
    (r"condition is always true|loop seems to be infinite", _("This loop never ends.")),
    (r"maximum function call depth exceeded", _("This function calls itself without an end.")),
    (r"unknown font family: (.+)", _("The font “%(one)s” is not installed. Papers use Tinos.")),
    (r"PDF/\S+ error: missing document title", _("The template sets no title of the document.")),
    (r"PDF/\S+ error: missing alt text", _("A picture or formula has no words that describe it (alt).")),
    (r"cannot .+", _("This does not work on such values: %(whole)s.")),
)  # fmt: skip
_WORD: Mapping[str, str | Promise] = {
    "no_word": _("This is not a Word file (.docx). Save it as .docx in Word and send it again."),
    "locked": _("The Word file is locked with a password."),
    "too_large": _("The Word file unpacks to more than 60 MB."),
    "too_heavy": _("The Word file takes too much time or memory."),
    "broken": _("A part of the Word file is damaged (%(about)s)."),
    "active": _("The Word file holds a macro or an embedded object (%(about)s). Remove it and send the file again."),
    "doctype": _("A part of the Word file holds a document type (%(about)s), which templates may not."),
    "outside": _("The Word file refers to something outside it (%(about)s). Put it into the file or remove it."),
    "jinja": _("A placeholder cannot be read: %(about)s"),
    "forbidden": _("Placeholders may only show values, repeat and choose; “%(about)s” is not allowed."),
    "filter": _("There is no filter “%(about)s” here."),
    "hidden": _("“%(about)s” is not a value of the paper."),
    "nested": _("At most two loops stand inside each other."),
}
_PLACE = re.compile(r"┌─ [^\n]*?:(\d+):(\d+)")
_ERROR = re.compile(r"^error: (.*)$", re.MULTILINE)


def word_trouble(code: str, about: str) -> str:
    """Return what is wrong with a Word template."""
    return str(_WORD[code]) % {"about": about}


def read_troubles(message: str, diagnostic: str) -> tuple[Trouble, ...]:
    """Return what typst found wrong, each with its line and column and in words.

    :param diagnostic: typst's own drawing of the errors, one after the other
    """
    parts = _ERROR.split(diagnostic)[1:]
    said = list(zip(parts[::2], parts[1::2], strict=True)) or [(message, diagnostic)]
    return tuple(_trouble(words, drawing) for words, drawing in said)


def _trouble(message: str, drawing: str) -> Trouble:
    # What stands in the shared library is told of the place where the template calls it.
    places = [found for found in _PLACE.finditer(drawing) if "@lienthong" not in found.group()]
    line, column = (int(number) for number in places[0].groups()) if places else (0, 0)
    return Trouble(line=line, column=column + 1 if line else 0, words=say(message), code=message)


def say(message: str) -> str:
    """Return what a message of typst means; one that is not known stands as it is."""
    for pattern, words in _SAID:
        if found := re.match(pattern, message):
            one, two = (*found.groups(), "", "")[:2]
            return str(words) % {"one": one, "two": two, "whole": message}
    return gettext("typst says: %(message)s") % {"message": message}
