"""The REST interface of the whole program: one OpenAPI document, one way to refuse."""

from functools import cache
from inspect import getclosurevars, isfunction
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.security import APIKeyCookie, HttpBearer
from ninja.types import DictStrAny

from lienthong.kernel.acts.contracts import Actor, ActorKind, DomainError, Invalid
from lienthong.kernel.acts.extensions import PUBLIC, access
from lienthong.kernel.forms.api.v1.drafts import router as drafts
from lienthong.kernel.forms.api.v1.forms import router as forms
from lienthong.kernel.numbering.api.v1.reservations import router as numbering
from lienthong.kernel.organizations.api.v1.agencies import router as agencies
from lienthong.kernel.webhooks.api.v1.events import router as events
from lienthong.kernel.webhooks.api.v1.webhooks import router as webhooks
from lienthong.systems.national_portal.api.v1.acts import router as national_portal
from lienthong.systems.onestop.api.v1.dossiers import router as dossiers
from lienthong.systems.onestop.api.v1.filings import router as filings
from lienthong.systems.onestop.api.v1.parties import router as parties


class SessionDoor(APIKeyCookie):
    """Admits who is signed in on the pages, with the token that keeps other sites from acting for them."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:  # noqa: ARG002  ninja's shape
        """Return the actor; each operation says by `access` whom it admits, the middleware asks it."""
        actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
        return actor if actor.is_signed_in else None


class MachineDoor(HttpBearer):
    """Admits connected systems by the token they got for their secret."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:  # noqa: ARG002  ninja's shape
        """Return the actor that the middleware found for the token."""
        actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
        return actor if actor.kind is ActorKind.MACHINE else None


class TextParser(Parser):
    """Reads bodies of JSON; the database keeps no text with a zero character, so none is let in."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """Return what a body says.

        :raises ValueError: it is no JSON, or a text in it has a zero character; ninja answers 400
        """
        if b"\\u0000" in request.body:
            raise ValueError("a text has a zero character")
        try:
            return super().parse_body(request)
        except RecursionError as too_deep:
            raise ValueError("the body is nested too deep") from too_deep


PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path", "message"],
                "properties": {"path": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}

api = NinjaAPI(
    parser=TextParser(),
    title="Liên Thông",
    version="1.0",
    urls_namespace="api",
    # In this order: who brings a token is not asked for the cookie that keeps other sites out.
    auth=[MachineDoor(), SessionDoor()],
    docs_url=None,
    openapi_url=None,
)
api.add_router("/agencies", agencies)
api.add_router("/dossiers", dossiers)
api.add_router("/filings", filings)
api.add_router("/events", events)
api.add_router("/forms/drafts", drafts)
api.add_router("/forms", forms)
api.add_router("/national-portal", national_portal)
api.add_router("/numbering", numbering)
api.add_router("/parties", parties)
api.add_router("/webhooks", webhooks)


@api.get("/openapi.json", include_in_schema=False, auth=None)
@access(PUBLIC)
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  a door takes the request
    """Publish the description of the interface."""
    return JsonResponse(describe_api())


@cache
def describe_api() -> dict[str, Any]:
    """Return the description of the interface, made once; every operation may refuse with a problem of RFC 9457."""
    described: dict[str, Any] = api.get_openapi_schema()
    described.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    refused = {"$ref": "#/components/schemas/Problem"}
    for operations in described["paths"].values():
        for operation in operations.values():
            operation["responses"]["4XX"] = {
                "description": "Refused; the problem says why",
                "content": {"application/problem+json": {"schema": refused}},
            }
    return described


@api.exception_handler(DomainError)
def refuse(request: HttpRequest, refusal: DomainError) -> HttpResponse:  # noqa: ARG001  ninja's shape
    """Answer a refusal as a problem of RFC 9457."""
    body: dict[str, object] = {
        "type": f"urn:lienthong:problem:{refusal.code}",
        "title": refusal.message,
        "status": refusal.status,
        "code": refusal.code,
    }
    if isinstance(refusal, Invalid):
        body["errors"] = [{"path": each.path, "message": each.message} for each in refusal.errors]
    return JsonResponse(body, status=refusal.status, content_type="application/problem+json")


@api.exception_handler(ValidationError)
def refuse_shape(request: HttpRequest, wrong: ValidationError) -> HttpResponse:  # noqa: ARG001  ninja's shape
    """Answer a request of the wrong shape, field by field."""
    errors = [
        {"path": ".".join(str(part) for part in each["loc"][2:]), "message": str(each["msg"])} for each in wrong.errors
    ]
    body = {
        "type": "urn:lienthong:problem:wrong_shape",
        "title": _("The request is not of the shape described."),
        "status": 422,
        "code": "wrong_shape",
        "errors": errors,
    }
    return JsonResponse(body, status=422, content_type="application/problem+json")


@api.exception_handler(HttpError)
def refuse_request(request: HttpRequest, wrong: HttpError) -> HttpResponse:  # noqa: ARG001  ninja's shape
    """Answer what could not be read, or who is not known, as a problem like any other."""
    body = {
        "type": "urn:lienthong:problem:bad_request",
        "title": _("The request cannot be read."),
        "status": wrong.status_code,
        "code": "bad_request",
    }
    return JsonResponse(body, status=wrong.status_code, content_type="application/problem+json")


def api_patterns() -> list[URLPattern]:
    """Return the addresses of the interface, below `/api/v1/`; each view carries its operations.

    The middleware asks the operation for the method who may enter; ninja keeps it in a closure.
    """
    patterns = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern)]
    for pattern in patterns:
        view: Any = pattern.callback
        path_view = getclosurevars(view).nonlocals.get("self") if isfunction(view) else None
        if path_view is None:
            access(PUBLIC)(view)
        else:
            view.operations = path_view.operations
    return patterns
