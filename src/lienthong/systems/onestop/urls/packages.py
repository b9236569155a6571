"""Addresses of those who look after packages of procedures."""

from django.urls import path

from ..views import offers, packages

_ONE = "quan-tri/goi-thu-tuc/<str:code>/<int:number>/"
urlpatterns = [
    path("quan-tri/goi-thu-tuc/", packages.index, name="packages"),
    path("quan-tri/goi-thu-tuc/danh-sach.<slug:kind>", packages.export_list, name="export-packages"),
    path("quan-tri/goi-thu-tuc/nhap/", packages.read_in, name="import-package"),
    path("quan-tri/goi-thu-tuc/<str:code>/noi-thuc-hien/", offers.show_offers, name="offers"),
    path("quan-tri/goi-thu-tuc/<str:code>/noi-thuc-hien/dong/", offers.close, name="close-offer"),
    path(_ONE, packages.detail, name="package"),
    path(f"{_ONE}tien-do/", packages.progress, name="package-progress"),
    path(f"{_ONE}kich-ban/", packages.tell, name="tell-package"),
    path(f"{_ONE}cong-khai/", packages.publish, name="publish-package"),
    path(f"{_ONE}ky/", packages.sign, name="sign-package"),
    path(f"{_ONE}goi.zip", packages.give_out, name="give-out-package"),
    path(f"{_ONE}so-sanh/", packages.compare, name="compare-package"),
]
