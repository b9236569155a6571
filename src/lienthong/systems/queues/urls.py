"""Addresses of queues: what everybody sees who holds a secret, the officers' pages, and the administration."""

from django.urls import path

from .views import administration, figures, kiosk, post, screen, ticket

app_name = "queues"
urlpatterns = [
    path("lay-so/<slug:secret>/", kiosk.choose, name="kiosk"),
    path("lay-so/<slug:secret>/xong/<uuid:ticket>/", kiosk.taken, name="taken"),
    path("lay-so/<slug:secret>/<str:prefix>/", kiosk.ask, name="kiosk-ask"),
    path("man-hinh-goi/<slug:secret>/", screen.show, name="screen"),
    path("so-cua-toi/<uuid:ticket>/", ticket.show, name="ticket"),
    path("so-cua-toi/<uuid:ticket>/nhan-tin/", ticket.tell, name="ticket-tell"),
    path("so-cua-toi/<uuid:ticket>/bo-so/", ticket.leave, name="ticket-leave"),
    path("so-cua-toi/<uuid:ticket>/phieu.pdf", ticket.slip, name="ticket-slip"),
    path("hang-cho/", post.show, name="post"),
    path("hang-cho/quay/<uuid:counter>/<slug:act>/", post.do_act, name="post-act"),
    path("hang-cho/thoi-gian/", figures.show, name="figures"),
    path("hang-cho/luot/", figures.show_list, name="tickets"),
    path("hang-cho/luot/danh-sach.<slug:kind>", figures.export_list, name="export"),
    path("quan-tri/diem-tiep-nhan/", administration.show_desks, name="desks"),
    path("quan-tri/diem-tiep-nhan/moi/", administration.found, name="found"),
    path("quan-tri/diem-tiep-nhan/<uuid:desk>/", administration.show_desk, name="desk"),
    path("quan-tri/diem-tiep-nhan/<uuid:desk>/sua/", administration.change, name="change"),
    path("quan-tri/diem-tiep-nhan/<uuid:desk>/dia-chi/", administration.replace, name="replace"),
    path("quan-tri/diem-tiep-nhan/<uuid:desk>/loai/", administration.save_class, name="class"),
    path("quan-tri/diem-tiep-nhan/<uuid:desk>/quay/", administration.save_counter, name="counter"),
    path("quan-tri/dien-uu-tien/", administration.show_priorities, name="priorities"),
    path("quan-tri/dien-uu-tien/sua/", administration.save_priority, name="priority"),
]
