"""Addresses of processes."""

from django.urls import path

from .views import show_diagram

app_name = "processes"

urlpatterns = [path("quy-trinh/<uuid:uuid>/so-do.bpmn", show_diagram, name="diagram")]
