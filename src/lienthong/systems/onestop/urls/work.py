"""Addresses of those who work on dossiers and of those who lead them."""

from django.urls import path

from lienthong.systems.onestop.views import (
    acts,
    bulk,
    consultations,
    dashboard,
    dossier,
    hand_overs,
    inbox,
    late,
    lists,
    register,
    reports,
)

urlpatterns = [
    path("viec/", inbox.show_inbox, name="inbox"),
    path("viec/danh-sach.<slug:kind>", inbox.export_inbox, name="export-inbox"),
    path("viec/hang-loat/", bulk.do_bulk, name="bulk"),
    path("giao-nhan/", hand_overs.show_hand_overs, name="hand-overs"),
    path("giao-nhan/danh-sach.<slug:kind>", hand_overs.export_hand_overs, name="export-hand-overs"),
    path("giao-nhan/viec/", hand_overs.do_hand_overs, name="do-hand-overs"),
    path("giao-nhan/khong-nhan/", hand_overs.refuse, name="refuse-hand-over"),
    path("giao-nhan/phieu/<uuid:slip>.pdf", hand_overs.print_slip, name="print-hand-over-slip"),
    path("ho-so/", lists.show_list, name="list"),
    path("ho-so/danh-sach.<slug:kind>", lists.export_list, name="export"),
    path("ho-so/<str:number>/", dossier.show_dossier, name="dossier"),
    path("ho-so/<str:number>/so-do/", dossier.show_process, name="process"),
    path("ho-so/<str:number>/nhat-ky/", dossier.show_history, name="history"),
    path("ho-so/<str:number>/han/", dossier.show_due, name="due"),
    path("ho-so/<str:number>/hien/", dossier.reveal_number, name="reveal"),
    path("ho-so/<str:number>/viec/<slug:act>/", acts.do_act, name="act"),
    path("ho-so/<str:number>/lay-y-kien/", consultations.ask, name="consult"),
    path("lay-y-kien/<str:number>/", consultations.show, name="consultation"),
    path("bao-cao/tinh-hinh/", reports.show_situation, name="situation"),
    path("bao-cao/tinh-hinh/bang.<slug:kind>", reports.export_situation, name="export-situation"),
    path("bao-cao/tre-han/", late.show_late, name="late"),
    path("bao-cao/tre-han/danh-sach.<slug:kind>", late.export_late, name="export-late"),
    path("bao-cao/so-theo-doi/", register.show_register, name="register"),
    path("bao-cao/so-theo-doi/so.<slug:kind>", register.export_register, name="export-register"),
    path("lanh-dao/bang.<slug:kind>", dashboard.export_figures, name="export-figures"),
    path("lanh-dao/", dashboard.show_dashboard, name="dashboard"),
]
