"""Addresses of the reception desk, of printed forms and of public tracking."""

from django.urls import path

from ..views import correcting, counter, filings, intake, originals, printing_views, returning, tracking, withdrawing

urlpatterns = [
    path("quay/", counter.desk, name="counter"),
    path("quay/tim/", counter.people, name="counter-people"),
    path("quay/nguoi/", counter.register, name="counter-register"),
    path("quay/tra-ket-qua/", returning.waiting_results, name="results"),
    path("quay/tra-ket-qua/<str:number>/", returning.hand_over, name="hand-over"),
    path("quay/tra-ket-qua/<str:number>/xong/", returning.handed_over, name="handed-over"),
    path("quay/bo-sung/", returning.awaited_supplements, name="supplements"),
    path("quay/bo-sung/<str:number>/", returning.take_supplement, name="take-supplement"),
    path("quay/truc-tuyen/", filings.list_filings, name="filings"),
    path("quay/truc-tuyen/<str:number>/", filings.show_filing, name="filing"),
    path("quay/ban-chinh/<str:number>/", originals.show_originals, name="originals"),
    path("quay/phieu/", intake.list_slips, name="intake-slips"),
    path("quay/phieu/<uuid:uuid>/", intake.show_slip, name="intake-slip"),
    path("quay/phieu/<uuid:uuid>.pdf", printing_views.intake_slip, name="print-intake-slip"),
    path("quay/<str:number>/xong/", counter.accepted, name="accepted"),
    path("ho-so/<str:number>/giay-hen.pdf", printing_views.receipt, name="print-receipt"),
    path("ho-so/<str:number>/phieu-bo-sung-<int:no>.pdf", printing_views.supplement, name="print-supplement"),
    path("ho-so/<str:number>/phieu-kiem-soat.pdf", printing_views.control_slip, name="print-control-slip"),
    path("ho-so/<str:number>/phieu-tu-choi.pdf", printing_views.refusal, name="print-refusal"),
    path("ho-so/<str:number>/thong-bao-dung.pdf", printing_views.stop_notice, name="print-stop-notice"),
    path("ho-so/<str:number>/xin-loi.pdf", printing_views.apology, name="print-apology"),
    path("tra-cuu/", tracking.track, name="tracking"),
    path("tra-cuu/rut/", withdrawing.withdraw, name="withdraw"),
    path("tra-cuu/bo-sung/", correcting.correct, name="correct"),
]
