"""How what goes and comes is said: to people on our pages, and to the Portal in lines that it shows in Vietnamese."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .contracts import ActKind, ActState, DayState, Side, SyncState

Words = str | Promise
SYNC_STATES: Mapping[SyncState, tuple[Words, str]] = {
    SyncState.WAITING: (_("Waiting to be told"), "wait"),
    SyncState.TOLD: (_("Told"), "done"),
    SyncState.FAILED: (_("Not taken by the Portal"), "late"),
}
ACT_KINDS: Mapping[ActKind, Words] = {
    ActKind.FILING: _("Filing"),
    ActKind.SUPPLEMENT: _("Supplement"),
    ActKind.PAYMENT: _("Payment"),
    ActKind.WITHDRAWAL: _("Withdrawal"),
    ActKind.RETURN: _("Change of return"),
}
ACT_STATES: Mapping[ActState, tuple[Words, str]] = {
    ActState.WAITING: (_("In hand"), "wait"),
    ActState.DONE: (_("Done"), "done"),
    ActState.KEPT: (_("Kept for a person"), "late"),
    ActState.SETTLED: (_("Settled"), "stopped"),
}
DAY_STATES: Mapping[DayState, tuple[Words, str]] = {
    DayState.AGREES: (_("agrees"), "done"),
    DayState.DIFFERS: (_("differs"), "late"),
    DayState.NO_ANSWER: (_("no answer yet"), "supplement"),
}
SIDES: Mapping[Side, Words] = {
    Side.THERE: _("Missing at the Portal"),
    Side.HERE: _("Missing here"),
}

CAUSES: Mapping[str, str] = {
    "dossier.accepted": "Tiếp nhận hồ sơ",
    "dossier.step-completed": "Hoàn thành bước xử lý",
    "dossier.payment-followed": "Cập nhật phí, lệ phí",
    "dossier.supplement-requested": "Yêu cầu bổ sung hồ sơ",
    "dossier.supplement-withdrawn": "Rút yêu cầu bổ sung",
    "dossier.supplement-sent": "Người nộp gửi bổ sung",
    "dossier.supplement-received": "Tiếp nhận bổ sung",
    "dossier.paper-attached": "Thêm giấy tờ",
    "dossier.paper-digitised": "Số hoá giấy tờ",
    "dossier.extended": "Xin lỗi và hẹn lại ngày trả kết quả",
    "dossier.due-moved": "Điều chỉnh ngày hẹn trả",
    "dossier.stopped": "Dừng xử lý",
    "result.signed": "Ký kết quả",
    "result.issued": "Ban hành kết quả",
    "result.replaced": "Thay thế kết quả",
    "result.revoked": "Thu hồi kết quả",
    "result.returned": "Trả kết quả",
    "filing.submitted": "Nhận hồ sơ nộp trực tuyến",
    "filing.answered": "Trả lời hồ sơ nộp trực tuyến",
    "comparison": "Đồng bộ lại sau đối chiếu",
}


def cause_words(cause: str) -> str:
    """Return what happened, in the words of a line of progress.

    :param cause: the type of an event of the one-stop shop, or "comparison"
    """
    short = cause.removeprefix("vn.lienthong.onestop.").removesuffix(".v1")
    return CAUSES.get(short, "Cập nhật hồ sơ")
