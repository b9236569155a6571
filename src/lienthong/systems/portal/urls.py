"""Addresses of citizens."""

from django.urls import path

from .views import catalogue, home

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("thu-tuc/", catalogue.search, name="catalogue"),
    path("thu-tuc/<str:code>/", catalogue.procedure, name="procedure"),
]
