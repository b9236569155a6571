"""Setting desks up: how they work, their classes and counters, their addresses, and the priority groups."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import answer_form, shown_on
from lienthong.systems.queues import queries, services
from lienthong.systems.queues.contracts import MANAGE, PRIORITIES, DeskDraft, DeskInfo

from ..forms import ClassForm, CounterForm, DeskForm, FoundForm, PriorityForm
from .labels import COUNTER_LOOKS, COUNTERS, RULES


@access(MANAGE)
@require_safe
def show_desks(request: ActorRequest) -> HttpResponse:
    """Show the desks one may set up."""
    desks = queries.list_desks(viewer=request.actor, permission=MANAGE)
    context = {
        "desks": [(each, RULES[each.rule]) for each in desks],
        "sets_priorities": request.actor.may(PRIORITIES),
    }
    return render(request, "queues/desks.html", context)


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: ActorRequest) -> HttpResponse:
    """Set up a desk."""
    form = FoundForm(request.POST if request.method == "POST" else None, initial=vars(DeskDraft("")))
    if form.is_valid():
        with shown_on(form):
            code = form.cleaned_data["agency"].strip()
            uuid = services.found_desk(agency_code=code, draft=form.draft(), actor=request.actor, now=timezone.now())
            messages.success(request, _("The desk is set up. Add what people come for, then the counters."))
            return redirect("queues:desk", uuid)
    words = {"title": _("Set up a desk"), "submit": _("Set up the desk"), "back": None}
    return answer_form(request, "queues/form.html", form, words)


@access(MANAGE)
@require_safe
def show_desk(request: ActorRequest, desk: UUID) -> HttpResponse:
    """Show one desk: its addresses, classes and counters."""
    info = _desk(request, desk)
    context = {
        "desk": info,
        "rule": RULES[info.rule],
        "classes": queries.classes_of(desk=info),
        "counters": [
            (each, COUNTERS[each.state], COUNTER_LOOKS[each.state]) for each in queries.counters_of(desk=info)
        ],
    }
    return render(request, "queues/desk.html", context)


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActorRequest, desk: UUID) -> HttpResponse:
    """Change how a desk works."""
    info = _desk(request, desk)
    form = DeskForm(request.POST if request.method == "POST" else None, initial=vars(info))
    if form.is_valid():
        with shown_on(form):
            services.save_desk(uuid=desk, draft=form.draft(), actor=request.actor, now=timezone.now())
            messages.success(request, _("The desk works so from now on."))
            return redirect("queues:desk", desk)
    words = {"title": _("Change the desk"), "submit": _("Save the desk"), "back": info}
    return answer_form(request, "queues/form.html", form, words)


@access(MANAGE)
@require_POST
def replace(request: ActorRequest, desk: UUID) -> HttpResponse:
    """Replace the addresses of kiosk and screen."""
    services.replace_secret(uuid=desk, actor=request.actor, now=timezone.now())
    messages.success(request, _("The addresses are replaced. Open the new ones on the kiosk and the screen."))
    return redirect("queues:desk", desk)


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def save_class(request: ActorRequest, desk: UUID) -> HttpResponse:
    """Add a class of tickets or change the one named in the address."""
    info = _desk(request, desk)
    prefix = request.GET.get("ky-hieu", "")[:2]
    initial: dict[str, Any] = {"minutes": 10, "order": 100, "active": True}
    if prefix:
        known = queries.get_class(desk=info, prefix=prefix)
        initial = vars(known) | {"letter": known.prefix, "fields_of": "\n".join(known.fields)}
    form = ClassForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with shown_on(form):
            services.save_class(uuid=desk, draft=form.draft(), actor=request.actor, now=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("queues:desk", desk)
    words = {"title": _("What people come for"), "submit": _("Save"), "back": info}
    return answer_form(request, "queues/form.html", form, words)


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def save_counter(request: ActorRequest, desk: UUID) -> HttpResponse:
    """Add a counter or change the one named in the address."""
    info = _desk(request, desk)
    number = request.GET.get("so", "")[:6]
    initial: dict[str, Any] = {"active": True}
    if number:
        known = queries.get_counter(desk=info, number=number)
        initial = vars(known) | {"classes": list(known.prefixes)}
    classes = [(each.prefix, f"{each.prefix} - {each.name}") for each in queries.classes_of(desk=info)]
    form = CounterForm(request.POST if request.method == "POST" else None, initial=initial, classes=classes)
    if form.is_valid():
        with shown_on(form):
            services.save_counter(uuid=desk, draft=form.draft(), actor=request.actor, now=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("queues:desk", desk)
    words = {"title": _("Counter"), "submit": _("Save"), "back": info}
    return answer_form(request, "queues/form.html", form, words)


@access(PRIORITIES)
@require_safe
def show_priorities(request: ActorRequest) -> HttpResponse:
    """Show who is called before others, from when and by what."""
    today = timezone.localdate()
    rows = [(each, each.valid_to is not None and each.valid_to < today) for each in queries.list_priorities()]
    return render(request, "queues/priorities.html", {"rows": rows})


@access(PRIORITIES)
@require_http_methods(["GET", "HEAD", "POST"])
def save_priority(request: ActorRequest) -> HttpResponse:
    """Add a priority group, or a new wording of the one named in the address."""
    code, today = request.GET.get("ma", ""), timezone.localdate()
    known = next((each for each in queries.list_priorities(on=today) if each.code == code), None)
    initial: dict[str, Any] = (vars(known) if known else {"rank": 100, "icon": "user"}) | {
        "valid_from": today, "valid_to": None,
    }  # fmt: skip
    form = PriorityForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with shown_on(form):
            services.save_priority(draft=form.draft(), actor=request.actor, now=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("queues:priorities")
    words = {"title": _("Priority group"), "submit": _("Save"), "back": None, "priorities": True}
    return answer_form(request, "queues/form.html", form, words)


def _desk(request: ActorRequest, uuid: UUID) -> DeskInfo:
    return queries.get_desk(uuid=uuid, viewer=request.actor, permission=MANAGE)
