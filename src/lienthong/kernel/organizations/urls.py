"""Addresses of organizations."""

from django.urls import path

from . import views

urlpatterns = [
    path("quan-tri/to-chuc/", views.directory, name="agencies"),
    path("quan-tri/to-chuc/<str:code>/", views.agency, name="agency"),
    path("quan-tri/to-chuc/<str:code>/sua/", views.change, name="change_agency"),
    path("quan-tri/to-chuc/<str:code>/bo-nhiem/", views.appoint, name="appoint_officer"),
    path("quan-tri/to-chuc/<str:code>/bo-nhiem/<int:appointment_id>/thoi/", views.end, name="end_appointment"),
]
