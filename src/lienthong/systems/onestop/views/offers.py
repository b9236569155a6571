"""Where a procedure is offered, and how (R-6)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.acts.contracts import DomainError
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import answer_form, shown_on
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import OnlineLevel

from ..forms.offers import ONLINE, OfferForm

MANAGE = "onestop.package.manage"


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def show_offers(request: ActorRequest, code: str) -> HttpResponse:
    """Show who offers a procedure, and take more agencies or another way."""
    package = queries.load_package(code=code)
    form = OfferForm(request.POST if request.method == "POST" else None, agencies=queries.choose_agencies(code=code))
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            count = services.offer_service(
                code=code,
                agency_ids=[int(each) for each in given["agencies"]],
                online=OnlineLevel(given["online"]),
                reason=given["reason"],
                hours=given["hours"],
                actor=request.actor,
                now=timezone.now(),
            )
            said = ngettext("%(count)s agency offers it so.", "%(count)s agencies offer it so.", count)
            messages.success(request, said % {"count": count})
            return redirect("onestop:offers", code)
    offers = queries.list_offers(code=code, viewer=request.actor)
    labels = dict(ONLINE)
    context = {"package": package, "code": code, "offers": [(each, str(labels[each.online])) for each in offers]}
    return answer_form(request, "onestop/offers.html", form, context)


@access(MANAGE)
@require_POST
def close(request: ActorRequest, code: str) -> HttpResponse:
    """Let an agency no longer offer a procedure."""
    asked = request.POST.get("agency", "")
    try:
        agency_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
        services.close_offer(code=code, agency_id=agency_id, actor=request.actor, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The agency no longer offers it."))
    return redirect("onestop:offers", code)
