"""Word templates: sending one, getting it back, filling it in with sample data."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.papers import queries, services
from lienthong.kernel.papers.contracts import EDIT_TEMPLATES, SEE_TEMPLATES
from lienthong.kernel.papers.forms import WordForm
from lienthong.kernel.ui.services import answer_form, shown_on

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA = {"docx": DOCX, "pdf": "application/pdf"}


@access(EDIT_TEMPLATES)
@require_http_methods(["GET", "HEAD", "POST"])
def upload_word(request: ActorRequest, slug: str) -> HttpResponse:
    """Take a Word template for a paper, check it, and lead to its page."""
    shown = queries.get_template(slug=slug, viewer=request.actor, now=timezone.now())
    form = WordForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_valid():
        file, note = form.cleaned_data["file"], form.cleaned_data["note"]
        with shown_on(form):
            kept = services.upload_word(
                key=shown.key, agency_code=shown.agency_code, data=file.read(services.LARGEST_WORD + 1),
                name=file.name or "", note=note, actor=request.actor, now=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("The Word file is checked and kept as a draft."))
            return redirect("papers:template", kept)
    return answer_form(request, "papers/word.html", form, {"shown": shown, "needs": queries.needs_of(key=shown.key)})


@access(SEE_TEMPLATES)
@require_safe
def word_file(request: ActorRequest, slug: str) -> HttpResponse:
    """Give the Word template as it is being edited."""
    return _send(queries.word_draft_of(slug=slug, viewer=request.actor), "docx", "mau")


@access(SEE_TEMPLATES)
@require_safe
def word_sample(request: ActorRequest, slug: str, kind: str) -> HttpResponse:
    """Give the draft filled in with sample data, as a Word file or as PDF."""
    if kind not in MEDIA:
        raise Http404
    filled = services.fill_sample(slug=slug, sample=request.GET.get("mau", ""), actor=request.actor)
    return _send(services.word_as_pdf(data=filled) if kind == "pdf" else filled, kind, "ban-thu")


def _send(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=MEDIA[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
