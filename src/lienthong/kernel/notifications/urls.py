"""Addresses of notifications."""

from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("quan-tri/tin-nhan/", views.messages, name="messages"),
    path("quan-tri/tin-nhan/xuat.<slug:kind>", views.export_messages, name="export_messages"),
    path("quan-tri/tin-nhan/<int:message_id>/", views.message, name="message"),
    path("quan-tri/tin-nhan/<int:message_id>/gui-lai/", views.resend, name="resend"),
    path("quan-tri/tin-nhan/dot/<uuid:uuid>/", views.mailing, name="mailing"),
    path("quan-tri/tin-nhan/chi-phi/", views.costs, name="costs"),
    path("quan-tri/tin-nhan/chi-phi/xuat.<slug:kind>", views.export_costs, name="export_costs"),
    path("quan-tri/tin-nhan/nha-cung-cap/", views.providers, name="providers"),
    path("quan-tri/tin-nhan/nha-cung-cap/<slug:name>/", views.switch, name="switch"),
    path("quan-tri/tin-nhan/dia-chi-chan/", views.blocked, name="blocked"),
    path("quan-tri/tin-nhan/dia-chi-chan/<int:block_id>/", views.unblock, name="unblock"),
    path("quan-tri/tin-nhan/kenh/", views.province_channels, name="province_channels"),
    path("quan-tri/mau-tin/", views.texts, name="texts"),
    path("quan-tri/mau-tin/soan/<uuid:uuid>/", views.text, name="text"),
    path("quan-tri/mau-tin/soan/<uuid:uuid>/gui-thu/", views.try_text, name="try_text"),
    path("quan-tri/mau-tin/soan/<uuid:uuid>/ban-hanh/", views.publish, name="publish_text"),
    path("quan-tri/mau-tin/soan/<uuid:uuid>/bo/", views.discard, name="discard_text"),
    path("quan-tri/mau-tin/<str:key>/", views.choose_text, name="choose_text"),
    path("thong-bao/", views.own_notices, name="own"),
    path("thong-bao/<int:notice_id>/", views.open_own, name="open_own"),
    path("thong-bao/da-doc/", views.read_own, name="read_own"),
    path("thong-bao/so/", views.unread, name="unread"),
    path("tai-khoan/tin-nhan/", views.own_choices, name="choices"),
    path("thoi-nhan-tin/<str:token>/", views.leave, name="leave"),
    path("tin-nhan/bao-nhan/<slug:provider>/", views.hear, name="hear"),
]
