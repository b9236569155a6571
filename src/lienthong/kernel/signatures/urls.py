"""Addresses of signatures."""

from django.urls import path

from . import views

urlpatterns = [
    path("kiem-tra-chu-ky/", views.verify_signatures, name="verify_signatures"),
    path("kiem-tra-chu-ky/<uuid:uuid>/", views.verification, name="verification"),
    path("chung-thu-cua-toi/", views.own_certificates, name="own_certificates"),
    path("quan-tri/chung-thu/", views.certificates, name="certificates"),
    path("quan-tri/chung-thu/xuat.<str:kind>", views.export, name="export_certificates"),
    path("quan-tri/chung-thu/yeu-cau/", views.request_certificate, name="request_certificate"),
    path("quan-tri/chung-thu/nhap/", views.read_certificate, name="read_certificate"),
    path("chung-thu/<uuid:uuid>/", views.certificate, name="certificate"),
    path("quan-tri/chung-thu/<uuid:uuid>/<slug:way>/", views.act_on_certificate, name="act_on_certificate"),
]
