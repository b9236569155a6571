"""What the addresses of lists ask for."""

from lienthong.kernel.acts.extensions import ActorRequest


def before_asked(request: ActorRequest) -> int | None:
    """Return the row before which a list goes on, nothing when the address names none."""
    given = request.GET.get("truoc", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 18 else None
