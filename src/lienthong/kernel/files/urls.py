"""Addresses of stored files."""

from django.urls import path

from .views.download import download

app_name = "files"
urlpatterns = [path("tep/<uuid:uuid>/", download, name="download")]
