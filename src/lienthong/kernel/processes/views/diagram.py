"""The BPMN file of a case, for bpmn-js."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from lienthong.kernel.acts.extensions import OFFICER, ActorRequest, access
from lienthong.kernel.ui.services import number_asked

from .. import queries
from ..policy import DESIGN

MOST_VERSIONS = 1_000_000


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
    draft = queries.find_draft(key=key) if request.GET.get("ban") == "nhap" else None
    version = number_asked(request, "ban", least=1, most=MOST_VERSIONS, otherwise=0) or None
    xml = draft.xml if draft is not None else queries.get_definition_diagram(key=key, version=version).xml
    response = HttpResponse(xml, content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="quy-trinh.bpmn"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
