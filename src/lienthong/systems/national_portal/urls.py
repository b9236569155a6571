"""Addresses of the interface to the Portal."""

from django.urls import path

from .views import days, incoming, outgoing, routes

app_name = "national_portal"
urlpatterns = [
    path("cong-quoc-gia/", outgoing.show_list, name="list"),
    path("cong-quoc-gia/danh-sach.<slug:kind>", outgoing.export_list, name="export"),
    path("cong-quoc-gia/ho-so/<str:number>/", outgoing.show_dossier, name="dossier"),
    path("cong-quoc-gia/ho-so/<str:number>/gui-lai/", outgoing.send_again, name="send-again"),
    path("cong-quoc-gia/den/", incoming.show_list, name="incoming"),
    path("cong-quoc-gia/den/danh-sach.<slug:kind>", incoming.export_list, name="export-incoming"),
    path("cong-quoc-gia/den/<uuid:uuid>/", incoming.show_act, name="act"),
    path("cong-quoc-gia/den/<uuid:uuid>/lam-lai/", incoming.try_again, name="try-again"),
    path("cong-quoc-gia/doi-chieu/", days.show_days, name="days"),
    path("cong-quoc-gia/doi-chieu/danh-sach.<slug:kind>", days.export_days, name="export-days"),
    path("cong-quoc-gia/doi-chieu/thieu/", days.show_missing, name="missing"),
    path("cong-quoc-gia/doi-chieu/thieu/danh-sach.<slug:kind>", days.export_missing, name="export-missing"),
    path("cong-quoc-gia/ket-noi/", routes.show_routes, name="routes"),
    path("cong-quoc-gia/ket-noi/danh-sach.<slug:kind>", routes.export_routes, name="export-routes"),
    path("cong-quoc-gia/ket-noi/sua/", routes.edit_route, name="route"),
]
