"""A person's own account: who I am, as whom I act, how pages look."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lienthong.kernel.accounts.queries import factors_of, sessions_of
from lienthong.kernel.acts.extensions import PUBLIC, SIGNED_IN, ActorRequest, access
from lienthong.kernel.organizations.extensions import role_labels
from lienthong.kernel.organizations.queries import appointments_of

THEME_COOKIE = "lt-theme"
THEMES = {"", "dark", "contrast"}
YEAR_SECONDS = 365 * 24 * 60 * 60


@access(SIGNED_IN)
@require_safe
def account(request: ActorRequest) -> HttpResponse:
    """Show who is signed in and what they may choose."""
    labels = role_labels()
    hats = [
        {"held": held, "roles": sorted(labels.get(code, code) for code in held.roles)}
        for held in appointments_of(user_id=request.actor.user_id or 0, at=timezone.localdate())
    ]
    factors = factors_of(user_id=request.actor.user_id or 0)
    context = {
        "hats": hats,
        "languages": settings.LANGUAGES,
        "sessions": sessions_of(
            user_id=request.actor.user_id or 0,
            current_key=request.session.session_key or "",
            now=timezone.now(),
        ),
        "has_codes": factors.has_codes,
        "passkeys": factors.passkeys,
    }
    return render(request, "accounts/account.html", context)


@access(PUBLIC)
@require_POST
def choose_theme(request: ActorRequest) -> HttpResponse:
    """Remember in this browser how pages look; an unknown choice follows the machine."""
    chosen = request.POST.get("theme", "")
    response = redirect("account" if request.actor.is_signed_in else "/")
    if chosen in THEMES - {""}:
        # The script of the shells reads and writes the same cookie; it holds no secret.
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure(), httponly=False
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response
