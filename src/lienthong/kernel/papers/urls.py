"""Addresses of papers: the public check, templates, and the list of issued papers."""

from django.urls import path

from . import views

app_name = "papers"
TEMPLATE = "quan-tri/mau-giay/<str:slug>/"
ISSUED = "quan-tri/giay-to/<str:code>/"

urlpatterns = [
    path("giay-to/<str:code>/", views.verify, name="verify"),
    path("quan-tri/mau-giay/", views.templates, name="templates"),
    path("quan-tri/mau-giay/xuat.<slug:kind>", views.export_templates, name="export_templates"),
    path(TEMPLATE, views.template, name="template"),
    path(f"{TEMPLATE}bat-dau/", views.begin, name="begin"),
    path(f"{TEMPLATE}sua/", views.edit, name="edit"),
    path(f"{TEMPLATE}xem-thu/", views.preview, name="preview"),
    path(f"{TEMPLATE}ban-thu.pdf", views.sample_pdf, name="sample_pdf"),
    path(f"{TEMPLATE}phien-ban/", views.versions, name="versions"),
    path(f"{TEMPLATE}phien-ban/<int:number>.typ", views.version_source, name="version_source"),
    path(f"{TEMPLATE}phien-ban/<int:number>/quay-lai/", views.go_back, name="go_back"),
    path(f"{TEMPLATE}cong-bo/", views.publish, name="publish"),
    path(f"{TEMPLATE}word/", views.upload_word, name="upload_word"),
    path(f"{TEMPLATE}word/mau.docx", views.word_file, name="word_file"),
    path(f"{TEMPLATE}word/ban-thu.<slug:kind>", views.word_sample, name="word_sample"),
    path("quan-tri/giay-to/", views.issued, name="issued"),
    path("quan-tri/giay-to/xuat.<slug:kind>", views.export_issued, name="export_issued"),
    path(ISSUED, views.paper, name="paper"),
    path(f"{ISSUED}thu-hoi/", views.revoke, name="revoke"),
]
