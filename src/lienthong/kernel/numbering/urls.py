"""Addresses of numbering."""

from django.urls import path

from . import views

urlpatterns = [
    path("quan-tri/so/", views.books, name="numbering_books"),
    path("quan-tri/so/xuat.<str:kind>", views.export_books, name="export_numbering_books"),
    path("quan-tri/so/mo/", views.open_book, name="open_numbering_book"),
    path("quan-tri/so/mau/", views.formats, name="numbering_formats"),
    path("quan-tri/so/mau/them/", views.new_format, name="new_numbering_format"),
    path("quan-tri/so/mau/<int:format_id>/", views.edit_format, name="numbering_format"),
    path("quan-tri/so/giu/<uuid:uuid>/tra/", views.return_block, name="return_numbering_block"),
    path("quan-tri/so/<int:book_id>/", views.book, name="numbering_book"),
    path("quan-tri/so/<int:book_id>/xuat.<str:kind>", views.export_numbers, name="export_book_numbers"),
    path("quan-tri/so/<int:book_id>/<slug:way>/", views.act_on_book, name="act_on_numbering_book"),
]
