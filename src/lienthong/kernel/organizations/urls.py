"""Addresses of organizations."""

from django.urls import path

from . import views

urlpatterns = [
    path("uy-quyen/", views.delegations, name="delegations"),
    path("uy-quyen/<int:appointment_id>/giao/", views.delegate, name="delegate"),
    path("uy-quyen/<int:delegation_id>/thoi/", views.take_back, name="end_delegation"),
    path("quan-tri/to-chuc/", views.directory, name="agencies"),
    path("quan-tri/to-chuc/cay/", views.tree, name="agency_tree"),
    path("quan-tri/to-chuc/xuat.<str:kind>", views.export, name="export_agencies"),
    path("quan-tri/to-chuc/nhap/", views.imports, name="agency_imports"),
    path("quan-tri/to-chuc/nhap/<int:run_id>/", views.import_run, name="agency_import"),
    path("quan-tri/to-chuc/nhap/<int:run_id>/ghi/", views.apply, name="apply_agency_import"),
    path("quan-tri/to-chuc/<str:code>/", views.agency, name="agency"),
    path("quan-tri/to-chuc/<str:code>/lap/", views.found, name="found_agency"),
    path("quan-tri/to-chuc/<str:code>/sua/", views.change, name="change_agency"),
    path("quan-tri/to-chuc/<str:code>/bo-nhiem/", views.appoint, name="appoint_officer"),
    path("quan-tri/to-chuc/<str:code>/quyen/", views.acting, name="appoint_acting"),
    path("quan-tri/to-chuc/<str:code>/bo-nhiem/<int:appointment_id>/thoi/", views.end, name="end_appointment"),
    path("quan-tri/sap-xep/", views.plans, name="reorganizations"),
    path("quan-tri/sap-xep/<int:plan_id>/", views.plan, name="reorganization"),
    path("quan-tri/sap-xep/<int:plan_id>/them/", views.add_line, name="add_reorganization_line"),
    path("quan-tri/sap-xep/<int:plan_id>/nhap/", views.read_lines, name="read_reorganization_lines"),
    path("quan-tri/sap-xep/<int:plan_id>/bo/<int:number>/", views.remove_line, name="remove_reorganization_line"),
    path("quan-tri/sap-xep/<int:plan_id>/thu/", views.rehearse, name="rehearse_reorganization"),
    path("quan-tri/sap-xep/<int:plan_id>/chay/", views.start, name="start_reorganization"),
    path("quan-tri/sap-xep/<int:plan_id>/so-do/", views.plan_map, name="reorganization_map"),
    path("quan-tri/sap-xep/<int:plan_id>/so-do.<str:kind>", views.export_map, name="export_reorganization_map"),
]
