"""Addresses of officers who keep the catalogue."""

from django.urls import path

from .views import imports, versions

app_name = "procedures"
urlpatterns = [
    path("quan-tri/thu-tuc/", versions.index, name="index"),
    path("quan-tri/thu-tuc/danh-sach.<slug:kind>", versions.export_versions, name="export"),
    path("quan-tri/thu-tuc/cong-khai/", versions.publish_chosen, name="publish_chosen"),
    path("quan-tri/thu-tuc/nhap/", imports.imports, name="imports"),
    path("quan-tri/thu-tuc/nhap/<int:run_id>/", imports.import_run, name="import"),
    path("quan-tri/thu-tuc/phien-ban/<int:version_id>/", versions.detail, name="version"),
    path("quan-tri/thu-tuc/phien-ban/<int:version_id>/cong-khai/", versions.publish, name="publish"),
    path("quan-tri/thu-tuc/phien-ban/<int:version_id>/go/", versions.withdraw, name="withdraw"),
]
