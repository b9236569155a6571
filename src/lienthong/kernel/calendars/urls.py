"""Addresses of calendars."""

from django.urls import path

from . import views

app_name = "calendars"

urlpatterns = [
    path("quan-tri/lich/", views.index, name="list"),
    path("quan-tri/lich/moi/", views.create, name="create"),
    path("quan-tri/lich/thay-doi/<uuid:uuid>/", views.change, name="change"),
    path("quan-tri/lich/thay-doi/<uuid:uuid>/ap-dung/", views.apply, name="apply"),
    path("quan-tri/lich/thay-doi/<uuid:uuid>/bo/", views.drop, name="drop"),
    path("quan-tri/lich/<int:calendar_id>/", views.show, name="show"),
    path("quan-tri/lich/<int:calendar_id>/ngay/", views.day, name="day"),
    path("quan-tri/lich/<int:calendar_id>/gio/", views.hours, name="hours"),
    path("quan-tri/lich/<int:calendar_id>/thong-tin/", views.details, name="details"),
    path("quan-tri/lich/<int:calendar_id>/nhap/", views.load, name="load"),
    path("quan-tri/lich/<int:calendar_id>/ngay-toan-quoc/", views.national, name="national"),
    path("quan-tri/lich/<int:calendar_id>/giao/", views.give, name="give"),
    path("quan-tri/lich/<int:calendar_id>/tinh-thu/", views.what_if, name="what_if"),
    path("quan-tri/lich/<int:calendar_id>/ngay.<str:kind>", views.export, name="export"),
]
