"""Addresses of acts."""

from django.urls import path

from . import views

urlpatterns = [
    path("quan-tri/su-kien/", views.undelivered, name="undelivered_events"),
    path("quan-tri/su-kien/<str:event_id>/thu-lai/", views.retry, name="retry_event"),
]
