"""Addresses of forms."""

from django.urls import path

from . import views

app_name = "forms"
DESIGN = "quan-tri/bieu-mau/<str:key>/"
TRIAL = "quan-tri/bieu-mau-thu/<uuid:uuid>/"

urlpatterns = [
    path("quan-tri/bieu-mau/", views.index, name="index"),
    path("quan-tri/bieu-mau-moi/", views.create, name="create"),
    path(DESIGN, views.design, name="design"),
    path(f"{DESIGN}ten/", views.rename, name="rename"),
    path(f"{DESIGN}doi/", views.rearrange, name="rearrange"),
    path(f"{DESIGN}phan-moi/", views.add_section, name="add_section"),
    path(f"{DESIGN}phan/<int:at>/", views.change_section, name="section"),
    path(f"{DESIGN}cau-moi/", views.add_field, name="add_field"),
    path(f"{DESIGN}cau/<str:name>/", views.change_field, name="field"),
    path(f"{DESIGN}cau/<str:group>/cot-moi/", views.add_field, name="add_column"),
    path(f"{DESIGN}cau/<str:group>/cot/<str:name>/", views.change_field, name="column"),
    path(f"{DESIGN}phien-ban/", views.versions, name="versions"),
    path(f"{DESIGN}cong-bo/", views.publish, name="publish"),
    path(f"{DESIGN}luoc-do.json", views.schema_file, name="schema_file"),
    path(f"{DESIGN}mau.xlsx", views.sheet_file, name="sheet_file"),
    path(f"{DESIGN}xlsx/", views.try_sheet, name="try_sheet"),
    path(f"{DESIGN}thu/", views.preview, name="preview"),
    path(f"{DESIGN}thu/song/", views.live_design, name="live_design"),
    path(TRIAL, views.trial, name="trial"),
    path(f"{TRIAL}sua/", views.correction, name="correction"),
    path("bieu-mau/xa/", views.communes_of, name="communes"),
    path("bieu-mau/<str:key>/khai/", views.fill, name="fill"),
    path("bieu-mau/<str:key>/<int:version>/song/", views.live, name="live"),
    path("ban-nhap/", views.drafts, name="drafts"),
    path("ban-nhap/luu/", views.autosave, name="autosave"),
    path("ban-nhap/<uuid:uuid>/bo/", views.discard, name="discard_draft"),
]
