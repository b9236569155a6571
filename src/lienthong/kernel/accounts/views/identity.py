"""Recording whose personal number it is, for signing in through the outer provider."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.accounts import services
from lienthong.kernel.accounts.contracts import MANAGE
from lienthong.kernel.accounts.forms import NumberForm
from lienthong.kernel.accounts.queries import outer_provider
from lienthong.kernel.acts.contracts import Invalid
from lienthong.kernel.acts.extensions import ActorRequest, access


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def personal_number(request: ActorRequest) -> HttpResponse:
    """Ask for account and number, and record them."""
    form = NumberForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.record_personal_number(**form.cleaned_data, actor=request.actor, now=timezone.now())
        except Invalid as refusal:
            for error in refusal.errors:
                form.add_error(error.path, error.message)
        else:
            messages.success(request, _("The number is recorded."))
            return redirect("personal_number")
    context = {"form": form, "provider": outer_provider()}
    return render(request, "accounts/personal_number.html", context, status=422 if form.errors else 200)
