"""Addresses of fees: the officers' pages, the payer's page, and the door of gateways."""

from django.urls import path

from .views import gateway, lists, one

app_name = "payments"
urlpatterns = [
    path("thu-phi/", lists.show_list, name="list"),
    path("thu-phi/danh-sach.<slug:kind>", lists.export_list, name="export"),
    path("thu-phi/can-xem/", lists.show_call_backs, name="call-backs"),
    path("thu-phi/can-xem/<uuid:uuid>/", lists.settle, name="settle"),
    path("thu-phi/doi-soat/", lists.show_days, name="days"),
    path("thu-phi/doi-soat/danh-sach.<slug:kind>", lists.export_days, name="export-days"),
    path("thu-phi/tai-khoan/", lists.set_account, name="account"),
    path("thu-phi/cong/<slug:provider>/", gateway.hear, name="hear"),
    path("thu-phi/<str:number>/", one.show_demand, name="demand"),
    path("thu-phi/<str:number>/hoi-cong/", one.ask, name="ask"),
    path("thu-phi/<str:number>/<slug:act>/", one.do_act, name="act"),
    path("nop-phi/<slug:reference>/", gateway.pay, name="pay"),
]
