"""Turns refusals and failures into pages that say what happened, what is kept, and what to do next."""

import secrets
from collections.abc import Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any

import structlog
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from lienthong.kernel.ui.contracts import Refusal

from .parts import asks_for_main, keep_address

SIGNED_OUT, FORBIDDEN, NOT_FOUND, CONFLICT = 401, 403, 404, 409
TOO_LARGE, WRONG_TYPE, WRONG_INPUT = 413, 415, 422
# What the person can mend in the form before them; anything else has a page of its own.
MENDABLE = frozenset({CONFLICT, TOO_LARGE, WRONG_TYPE, WRONG_INPUT})
# Letters and digits that are not mistaken for each other when read aloud over the telephone.
_SPOKEN = "ACDEFGHJKLMNPQRTUVWXY34679"
_PAGES = {
    SIGNED_OUT: "ui/session_ended.html",
    FORBIDDEN: "403.html",
    NOT_FOUND: "404.html",
    CONFLICT: "ui/conflict.html",
}

log = structlog.get_logger("lienthong.ui")


def is_partial(request: HttpRequest) -> bool:
    """Say whether htmx asked for a part of a page; a boosted link without a target of its own wants the whole page."""
    asked = request.headers.get("HX-Request") == "true"
    return asked and (request.headers.get("HX-Boosted") != "true" or asks_for_main(request))


def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a request that was refused with a reason.

    htmx gets a notice in the corner, so that the form on the page, and all that was typed, stays.

    :param refusal: status, stable code and a sentence for the person
    """
    errors = tuple(getattr(refusal, "errors", ()))
    words = {"message": str(refusal.message), "code": refusal.code, "errors": errors, "status": refusal.status}
    words["sign_in"] = f"{settings.LOGIN_URL}?{urlencode({'next': _return_address(request)})}"
    if is_partial(request):
        return _corner(render(request, "ui/refusal_notice.html", words, status=refusal.status))
    return render(request, _PAGES.get(refusal.status, "ui/refusal.html"), words, status=refusal.status)


class _Shown(AbstractContextManager[None, bool]):
    """Puts a refusal of the block on a form and ends the block there."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, traceback: TracebackType | None, /
    ) -> bool:
        refusal: object = raised
        if not isinstance(refusal, Refusal) or refusal.status not in MENDABLE:
            return False
        if refusal.status == CONFLICT and "version" in self.form.fields:
            return False
        errors = getattr(refusal, "errors", ())
        for error in errors:
            self.form.add_error(error.path if error.path in self.form.fields else None, error.message)
        if not errors:
            self.form.add_error(None, refusal.message)
        return True


def shown_on(form: Form) -> AbstractContextManager[None, bool]:
    """Let what a service refuses in this block stand on the form: beside its fields, else above it.

        with shown_on(form):
            services.rename(...)
            return redirect(...)
        return answer_form(request, "x/rename.html", form)

    Refusals that no other answer would mend, such as for want of a right, go on; so does a conflict where the form
    carries the version it was filled in for, because sent again it would be just as old.
    """
    return _Shown(form)


def answer_form(
    request: HttpRequest, template: str, form: Form, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Show a page with a form; its status says whether something in the form is wrong."""
    words = {"form": form, **(context or {})}
    return render(request, template, words, status=WRONG_INPUT if form.errors else 200)


def report_failure(request: HttpRequest, failure: Exception) -> HttpResponse:
    """Log an unexpected exception and answer with the reference number under which it stands in the log."""
    reference = new_reference()
    log.error(
        "request.failed",
        reference=reference,
        method=request.method,
        path=request.path,
        error=type(failure).__name__,
        exc_info=failure,
    )
    words = {"reference": reference, "retry": request.get_full_path() if request.method == "GET" else ""}
    if is_partial(request):
        return _corner(render(request, "ui/failure_notice.html", words, status=500))
    return render(request, "500.html", words, status=500)


def new_reference() -> str:
    """Make a number a person can read aloud: "7KD4-22"."""
    letters = "".join(secrets.choice(_SPOKEN) for _ in range(4))
    return f"{letters}-{secrets.randbelow(90) + 10}"


def _return_address(request: HttpRequest) -> str:
    # After signing in a person returns to the form, never to the address that only accepts a POST.
    if request.method == "GET":
        return request.get_full_path()
    referer = request.headers.get("Referer", "")
    here = f"{request.scheme}://{request.get_host()}"
    return referer.removeprefix(here) if referer.startswith(f"{here}/") else request.path


def _corner(response: HttpResponse) -> HttpResponse:
    keep_address(response)
    response["HX-Retarget"] = "#lt-toasts"
    response["HX-Reswap"] = "beforeend"
    return response
