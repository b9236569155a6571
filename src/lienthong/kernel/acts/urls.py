"""Addresses of acts."""

from django.urls import path

from . import views

urlpatterns = [
    path("hang-loat/", views.list_runs, name="bulk_runs"),
    path("hang-loat/<uuid:uuid>/", views.show_run, name="bulk_run"),
    path("hang-loat/<uuid:uuid>/ket-qua.<slug:kind>", views.export_run, name="export_bulk_run"),
    path("hang-loat/<uuid:uuid>/hoan-tac/", views.undo_run, name="undo_bulk_run"),
    path("hang-loat/<uuid:uuid>/<slug:verb>/", views.steer_run, name="steer_bulk_run"),
    path("quan-tri/chuoi-nhat-ky/", views.chain, name="chain"),
    path("quan-tri/chuoi-nhat-ky/kiem-tra/", views.check_chain, name="check_chain"),
    path("quan-tri/chuoi-nhat-ky/kiem-tra/<uuid:uuid>/", views.chain_check, name="chain_check"),
    path("quan-tri/chuoi-nhat-ky/xuat.<str:kind>", views.export_chain, name="export_chain"),
    path("quan-tri/chuoi-nhat-ky/ngay/<str:day>.jsonl", views.export_chain_day, name="export_chain_day"),
    path("quan-tri/su-kien/", views.undelivered, name="undelivered_events"),
    path("quan-tri/su-kien/quyet-dinh/", views.decide_undelivered, name="decide_undelivered"),
    path("quan-tri/su-kien/xuat.<str:kind>", views.export_undelivered, name="export_undelivered"),
]
