"""The BPMN file of a case, for bpmn-js."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from lienthong.kernel.acts.extensions import OFFICER, ActorRequest, access

from .. import queries
from ..policy import DESIGN


@access(OFFICER)
@require_GET
def show_diagram(_request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Return the diagram as a file; where the token is stands in headers, so that the file stays pure BPMN.

    Process models are no personal data and every officer may see how work is organised.
    """
    diagram = queries.get_instance_diagram(uuid=uuid)
    response = HttpResponse(diagram.xml, content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="so-do.bpmn"'
    response["X-Content-Type-Options"] = "nosniff"
    response["X-LT-Active"] = ",".join(diagram.active)
    response["X-LT-Done"] = ",".join(diagram.done)
    response["X-LT-Minutes"] = ",".join(f"{key}:{count}" for key, count in diagram.minutes_by_element.items())
    return response


@access(DESIGN)
@require_GET
def show_definition(request: ActorRequest, key: str) -> HttpResponse:
    """Return the diagram of the draft (`ban=nhap`), of a version (`ban=3`) or of the newest version."""
    asked = request.GET.get("ban", "")
    draft = queries.find_draft(key=key) if asked == "nhap" else None
    version = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else None
    xml = draft.xml if draft is not None else queries.get_definition_diagram(key=key, version=version).xml
    response = HttpResponse(xml, content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="quy-trinh.bpmn"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
