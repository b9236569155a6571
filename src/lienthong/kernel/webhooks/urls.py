"""Addresses of webhooks."""

from django.urls import path

from . import views

urlpatterns = [
    path("quan-tri/dia-chi-nhan/", views.webhooks, name="webhooks"),
    path("quan-tri/dia-chi-nhan/them/", views.create_webhook, name="create_webhook"),
    path("quan-tri/dia-chi-nhan/<uuid:uuid>/", views.webhook, name="webhook"),
    path("quan-tri/dia-chi-nhan/<uuid:uuid>/xuat.<str:kind>", views.export_deliveries, name="export_deliveries"),
    path("quan-tri/dia-chi-nhan/<uuid:uuid>/gui-lai/<int:delivery_id>/", views.redeliver, name="redeliver_to_webhook"),
    path("quan-tri/dia-chi-nhan/<uuid:uuid>/<slug:way>/", views.act_on_webhook, name="act_on_webhook"),
]
