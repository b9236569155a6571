"""Addresses of the store: what is kept for whoever signed in."""

from django.urls import path

from .views import own

app_name = "stores"
urlpatterns = [
    path("kho-cua-toi/", own.show_items, name="own"),
    path("kho-cua-toi/danh-sach.<slug:kind>", own.export_items, name="export"),
    path("kho-cua-toi/<uuid:uuid>/", own.show_item, name="item"),
]
