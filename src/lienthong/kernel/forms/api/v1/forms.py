"""Published forms over REST: list, read, judge answers, prefill, sheets."""

from typing import Annotated, Any, BinaryIO, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from ninja import Field, File, Query, Router, Schema, UploadedFile

from lienthong.kernel.acts.extensions import SIGNED_IN, ActorRequest, access
from lienthong.kernel.forms import queries
from lienthong.kernel.forms.extensions import Subject

from .schemas import (
    AnswerError,
    AnswersIn,
    FormLineOut,
    FormOut,
    FormPageOut,
    ImportOut,
    JudgedOut,
    PrefillOut,
    RowOut,
    SourcedOut,
)

router = Router(tags=["forms"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Version = Annotated[int | None, Field(ge=1, lt=2**31)]


class FormFilters(Schema):
    """Which forms, and how many at once (at most 100)."""

    text: str = Field("", max_length=100)
    after: str = Field("", max_length=80)
    limit: int = Field(50, ge=1, le=100)


class AboutWhom(Schema):
    """About whom sources are asked: oneself (`self`), or whom an officer serves (`party` with its number)."""

    kind: str = Field("self", pattern="^(self|party)$")
    subject: str = Field("", max_length=40)
    version: Version = None


@router.get("", response=FormPageOut)
@access(SIGNED_IN)
def list_forms(request: ActorRequest, filters: Query[FormFilters]) -> FormPageOut:  # noqa: ARG001  a door takes the request
    """List the newest version of each published form, by key."""
    found, after = queries.page_forms(text=filters.text, after=filters.after, limit=filters.limit)
    items = [FormLineOut(key=each.key, version=each.version, title=each.title) for each in found]
    return FormPageOut(items=items, next=after)


@router.get("/{key}", response=FormOut)
@access(SIGNED_IN)
def get_form(request: ActorRequest, key: str, version: Version = None) -> HttpResponse:
    """Read a version of a form, the newest where none is named; with its ETag it is sent once.

    A version never changes.
    """
    form = queries.get_form(key=key, version=version)
    etag = quote_etag(f"{form.key}-{form.version}")
    unchanged = get_conditional_response(cast("HttpRequest", request), etag=etag)
    if unchanged is not None:
        return unchanged
    body = FormOut(key=form.key, version=form.version, title=form.title, answers_schema=form.schema, ui=form.ui)
    answer = JsonResponse(body.model_dump(mode="json"), json_dumps_params={"ensure_ascii": False})
    answer["ETag"] = etag
    return answer


@router.post("/{key}/validate", response=JudgedOut)
@access(SIGNED_IN)
def validate(request: ActorRequest, key: str, body: AnswersIn) -> JudgedOut:
    """Judge answers exactly as the page does; nothing is kept."""
    form = queries.get_form(key=key, version=body.version)
    errors = form.validate(body.answers)
    answers: dict[str, Any] = {}
    if not errors:
        answers = form.clean(body.answers)
        errors = queries.check_attachments(form=form, answers=answers, actor=request.actor)
    said = [AnswerError(path=error.path, message=error.message) for error in errors]
    return JudgedOut(valid=not errors, version=form.version, errors=said, answers=answers)


@router.get("/{key}/prefill", response=PrefillOut)
@access(SIGNED_IN)
def prefill(request: ActorRequest, key: str, about: Query[AboutWhom]) -> PrefillOut:
    """Ask the sources that a form names; about whom the actor may not ask, they know nothing."""
    form = queries.get_form(key=key, version=about.version)
    known = queries.prefill(
        form=form, subject=Subject(about.kind, about.subject), viewer=request.actor, now=timezone.now()
    )
    spared = queries.papers_waived(form=form, answers=known.values, sourced=known.sourced)
    answers = {
        name: SourcedOut(value=said.value, source=said.source, label=said.label, verified=said.verified, at=said.at)
        for name, said in known.sourced.items()
    }
    return PrefillOut(version=form.version, answers=answers, papers_spared=[paper.code for paper in spared])


@router.get("/{key}/template.xlsx", openapi_extra={"responses": {200: {"content": {XLSX: {}}}}})
@access(SIGNED_IN)
def template(request: ActorRequest, key: str, version: Version = None) -> HttpResponse:  # noqa: ARG001  a door takes the request
    """Give the empty sheet of a form: one row an answer, a sheet for each group."""
    form = queries.get_form(key=key, version=version)
    answer = HttpResponse(queries.template_sheet(form=form), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{form.key}-v{form.version}.xlsx"'
    return answer


@router.post("/{key}/import", response=ImportOut)
@access(SIGNED_IN)
def read_sheet(request: ActorRequest, key: str, file: File[UploadedFile], version: Version = None) -> ImportOut:  # noqa: ARG001  a door takes the request
    """Read a filled sheet and say row by row what it holds and what is wrong; nothing is kept."""
    form = queries.get_form(key=key, version=version)
    read = queries.read_sheet(form=form, stream=cast("BinaryIO", file.file))
    rows = [
        RowOut(
            number=row.number,
            answers=row.answers,
            errors=[AnswerError(path=path, message=message) for path, message in row.errors],
        )
        for row in read.rows
    ]
    return ImportOut(version=form.version, good=read.good, unknown=list(read.unknown), rows=rows)
