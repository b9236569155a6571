"""Addresses of acts."""

from django.urls import path

from . import views

urlpatterns = [
    path("hang-loat/", views.list_runs, name="bulk_runs"),
    path("hang-loat/<uuid:uuid>/", views.show_run, name="bulk_run"),
    path("hang-loat/<uuid:uuid>/ket-qua.<slug:kind>", views.export_run, name="export_bulk_run"),
    path("hang-loat/<uuid:uuid>/hoan-tac/", views.undo_run, name="undo_bulk_run"),
    path("hang-loat/<uuid:uuid>/<slug:verb>/", views.steer_run, name="steer_bulk_run"),
    path("quan-tri/su-kien/", views.undelivered, name="undelivered_events"),
    path("quan-tri/su-kien/<str:event_id>/thu-lai/", views.retry, name="retry_event"),
]
