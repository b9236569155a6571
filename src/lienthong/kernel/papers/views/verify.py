"""Tell anybody whether a paper is genuine."""

import hashlib

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access

from .. import queries


@access(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: ActorRequest, code: str) -> HttpResponse:
    """Show what the code stands for; a PDF sent along is compared and thrown away."""
    paper = queries.verify(code=code)
    upload = request.FILES.get("file") if request.method == "POST" else None
    same: bool | None = None
    if upload is not None:
        digest = hashlib.sha256()
        for chunk in upload.chunks():
            digest.update(chunk)
        same = digest.hexdigest() == paper.sha256
    return render(request, "papers/verify.html", {"paper": paper, "same": same})
