"""The screen that calls. It asks every two seconds whether anything happened, and is answered 204 while nothing did."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access
from lienthong.systems.queues import queries

from .labels import beat, private, spoken


@access(PUBLIC)
@require_safe
def show(request: ActorRequest, secret: str) -> HttpResponse:
    """Show the last calls; asked with what it has seen, the part that changed or nothing."""
    seen = beat(request)
    if seen >= 0 and queries.screen_version(secret=secret) == seen:
        return private(HttpResponse(status=204))
    screen = queries.screen_of(secret=secret, now=timezone.now())
    template = "queues/screen_calls.html" if seen >= 0 else "queues/screen.html"
    context = {"screen": screen, "place": spoken(screen.desk.name, screen.desk.name_en)}
    return private(render(request, template, context))
