"""Addresses of search."""

from django.urls import path

from . import views

urlpatterns = [
    path("tim/", views.search, name="search"),
    path("tim/xuat.<str:kind>", views.export, name="export_search"),
    path("tim/da-tim/", views.keep, name="keep_searches"),
    path("quan-tri/tim-kiem/", views.word_lists, name="search_words"),
]
