"""The request as views know it: with the actor resolved."""

from django.http import HttpRequest

from .contracts import Actor


class ActorRequest(HttpRequest):
    """A request whose `actor` the middleware has set."""

    actor: Actor
