"""Every address of the one-stop shop."""

from . import desk, packages, work

app_name = "onestop"
urlpatterns = [*work.urlpatterns, *desk.urlpatterns, *packages.urlpatterns]
