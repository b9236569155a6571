"""Addresses of stored files."""

from django.urls import path

from .views.download import download
from .views.linked import linked
from .views.preview import document, picture, preview
from .views.uploads import upload, uploads
from .views.versions import ask_work, export_versions, versions, work

app_name = "files"
urlpatterns = [
    path("tep/gui/", uploads, name="uploads"),
    path("tep/gui/<uuid:uuid>/", upload, name="upload"),
    path("tep/lien-ket/<str:token>/", linked, name="linked"),
    path("tep/<uuid:uuid>/", download, name="download"),
    path("tep/<uuid:uuid>/xem/", preview, name="preview"),
    path("tep/<uuid:uuid>/van-ban/", document, name="document"),
    path("tep/<uuid:uuid>/phien-ban/", versions, name="versions"),
    path("tep/<uuid:uuid>/phien-ban/xuat.<slug:kind>", export_versions, name="export_versions"),
    path("tep/<uuid:uuid>/lam/<slug:kind>/", ask_work, name="ask_work"),
    path("tep/viec/<uuid:uuid>/", work, name="work"),
    path("tep/<uuid:uuid>/trang-<int:number>.webp", picture, name="picture"),
]
