"""Every address of the program, by app."""

from importlib.util import find_spec

from django.conf.urls.i18n import set_language
from django.urls import URLPattern, URLResolver, include, path

from lienthong.kernel.acts.extensions import PUBLIC, access

APPS = (
    "kernel.accounts",
    "kernel.files",
    "kernel.papers",
    "kernel.processes",
    "systems.procedures",
    "systems.onestop",
    "systems.portal",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("ngon-ngu/", access(PUBLIC)(set_language), name="set_language"),
    *(path("", include(f"lienthong.{app}.urls")) for app in APPS if find_spec(f"lienthong.{app}.urls")),
]
