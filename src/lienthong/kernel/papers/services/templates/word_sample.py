"""Filling a Word template in with sample data."""

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotPermitted

from ... import queries
from ...contracts import SEE_TEMPLATES
from ...extensions import find_template
from ...rules import parts_of
from ..word import fill_file
from .try_out import sample_of


def fill_sample(*, slug: str, sample: str, actor: Actor) -> bytes:
    """Return the Word file of a draft filled in with sample data, to be looked at.

    :param sample: by its name; the first where it is empty
    :raises NotPermitted: the actor does not see templates
    :raises NotFound: there is no such template or sample in sight
    :raises PaperNotRendered: it cannot be filled in
    """
    if not actor.may(SEE_TEMPLATES):
        raise NotPermitted(_("Only those who look after templates may do this."))
    data = queries.word_draft_of(slug=slug, viewer=actor)
    key = parts_of(slug)[0]
    return fill_file(data, template=key, context=sample_of(find_template(key), sample))
