"""Addresses of stored files."""

from django.urls import path

from .views.download import download
from .views.preview import picture, preview

app_name = "files"
urlpatterns = [
    path("tep/<uuid:uuid>/", download, name="download"),
    path("tep/<uuid:uuid>/xem/", preview, name="preview"),
    path("tep/<uuid:uuid>/trang-<int:number>.webp", picture, name="picture"),
]
