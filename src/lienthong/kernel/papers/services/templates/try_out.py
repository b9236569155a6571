"""Trying a template out with sample data."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound, NotPermitted

from ... import typesetting
from ...contracts import EDIT_TEMPLATES, SEE_TEMPLATES, Trial, Trouble
from ...extensions import PaperTemplate
from ...queries.templates import draft_of, with_text
from ...words import BOUND, read_troubles
from .change_template import checked_source

PICTURES = 3


def try_out(*, slug: str, sample: str, actor: Actor, now: datetime, source: str | None = None) -> Trial:  # noqa: ARG001  services are told when
    """Return pictures of a template with sample data, or what is wrong with it; nothing is kept.

    :param sample: by its name; the first where it is empty
    :param source: a text that is not saved yet; without it the draft
    :raises NotPermitted: the actor may not try out texts of their own
    :raises NotFound: there is no such template or sample in sight
    :raises Invalid: the text is empty or too long
    """
    if source is not None and not actor.may(EDIT_TEMPLATES):
        raise NotPermitted(_("Only those who edit templates may do this."))
    draft = draft_of(slug=slug, viewer=actor)
    if source is not None:
        draft = with_text(draft, checked_source(source))
    data = sample_of(draft, sample)
    troubles = troubles_of(draft, data)
    if troubles:
        return Trial(troubles=troubles)
    try:
        done = typesetting.typeset_trial(template=draft, context=data, standards=["a-2b"], pictures=PICTURES)
    except typesetting.TooHeavy as heavy:
        return Trial(troubles=(_heavy(heavy),))
    facts = {"unread": _unread(draft, data)}
    return Trial(pictures=tuple(done.pictures), pages=done.pages, facts=facts)


def sample_of(template: PaperTemplate, name: str) -> Mapping[str, Any]:
    """Return sample data by name, the first where the name is empty.

    :raises NotFound: the template has no such sample
    """
    if name in template.samples:
        return template.samples[name]
    if name or not template.samples:
        raise NotFound(_("This template has no such sample."))
    return next(iter(template.samples.values()))


def print_sample(*, slug: str, sample: str, actor: Actor) -> bytes:
    """Return the PDF of a draft with sample data, to be looked at.

    :raises NotPermitted: the actor does not see templates
    :raises NotFound: there is no such template or sample in sight
    :raises PaperNotRendered: it cannot be printed
    """
    if not actor.may(SEE_TEMPLATES):
        raise NotPermitted(_("Only those who look after templates may do this."))
    draft = draft_of(slug=slug, viewer=actor)
    return typesetting.typeset(template=draft, context=sample_of(draft, sample), standards=["a-2b"], now=None)


def troubles_of(template: PaperTemplate, data: Mapping[str, Any]) -> tuple[Trouble, ...]:
    """Return what is wrong with a template when it is printed with data, in words; nothing where it prints."""
    try:
        typesetting.typeset_trial(template=template, context=data, standards=["a-2b"])
    except typesetting.Wrong as wrong:
        return read_troubles(wrong.message, wrong.diagnostic)
    except typesetting.TooHeavy as heavy:
        return (_heavy(heavy),)
    return ()


def _unread(template: PaperTemplate, data: Mapping[str, Any]) -> tuple[Trouble, ...]:
    """Return what keeps the paper from being read aloud as PDF/UA-1 asks."""
    try:
        typesetting.typeset_trial(template=template, context=data, standards=["a-2b", "ua-1"])
    except typesetting.Wrong as wrong:
        return read_troubles(wrong.message, wrong.diagnostic)
    except typesetting.TooHeavy as heavy:
        return (_heavy(heavy),)
    return ()


def _heavy(heavy: typesetting.TooHeavy) -> Trouble:
    return Trouble(line=0, column=0, words=str(BOUND[heavy.bound]), code=heavy.bound)
