"""Addresses of processes."""

from django.urls import path

from .views import cases, designs, diagram, machines, publishing, trials

app_name = "processes"

urlpatterns = [
    path("quy-trinh/<uuid:uuid>/so-do.bpmn", diagram.show_diagram, name="diagram"),
    path("quan-tri/buoc-tu-dong/", machines.failed_services, name="failed_services"),
    path("quan-tri/buoc-tu-dong/tep/<str:kind>", machines.export_failed_services, name="export_failed_services"),
    path(
        "quan-tri/buoc-tu-dong/<uuid:uuid>/<uuid:service_uuid>/thu-lai/", machines.retry_service, name="retry_service"
    ),
    path("quan-tri/buoc-tu-dong/<uuid:uuid>/<uuid:service_uuid>/bo-qua/", machines.skip_service, name="skip_service"),
    path("quan-tri/quy-trinh/", designs.index, name="index"),
    path("quan-tri/quy-trinh/<str:key>/", cases.overview, name="process"),
    path("quan-tri/quy-trinh/<str:key>/so-do.bpmn", diagram.show_definition, name="definition_diagram"),
    path("quan-tri/quy-trinh/<str:key>/so-sanh/", designs.compare, name="compare"),
    path("quan-tri/quy-trinh/<str:key>/thiet-ke/", designs.design, name="design"),
    path("quan-tri/quy-trinh/<str:key>/thiet-ke/moi/", designs.begin, name="begin_draft"),
    path("quan-tri/quy-trinh/<str:key>/cong-bo/", publishing.publish, name="publish"),
    path("quan-tri/quy-trinh/<str:key>/tinh-huong/", trials.scenarios, name="scenarios"),
    path(
        "quan-tri/quy-trinh/<str:key>/tinh-huong/<int:scenario_id>/xoa/", trials.delete_scenario, name="delete_scenario"
    ),
    path("quan-tri/quy-trinh/<str:key>/mo-phong/", trials.simulation, name="simulation"),
    path("quan-tri/quy-trinh/<str:key>/chuyen-phien-ban/", trials.moves, name="moves"),
    path("quan-tri/quy-trinh/<str:key>/nguoi-giu/", cases.holders, name="holders"),
    path("quan-tri/quy-trinh/<str:key>/nhat-ky.xes", cases.event_log, name="event_log"),
]
