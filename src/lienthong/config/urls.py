"""Every address of the program: the addresses of each app, the API, and the pages of allauth that we use."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from lienthong.kernel.acts.extensions import OFFICER, PUBLIC, access
from lienthong.kernel.ui import views as styles

from .api import api_patterns

PACKAGE = "lienthong."


def app_patterns() -> list[URLPattern | URLResolver]:
    """Return the addresses of every app of ours that has any; apps name their full Vietnamese paths.

    Those installed last stand first: the pages of systems are asked for most, and Django tries one after another.
    """
    names = [name.removesuffix(".apps") for name in settings.INSTALLED_APPS if name.startswith(PACKAGE)]
    return [path("", include(import_module(f"{name}.urls"))) for name in reversed(names) if find_spec(f"{name}.urls")]


urlpatterns: list[URLPattern | URLResolver] = [
    path("ngon-ngu/", access(PUBLIC)(set_language), name="set_language"),
    # The interface is the lowest floor and knows no people, so its doors are hung here. The pages hold no data.
    path("ui/", access(OFFICER)(styles.list_styles), name="styles"),
    path("ui/<str:component>/", access(OFFICER)(styles.show_style), name="style"),
    path("ui/<str:component>/<slug:state>/", access(OFFICER)(styles.show_style_page), name="style_page"),
    path("api/v1/", include((api_patterns(), "api"), namespace="api")),
    *app_patterns(),
]
