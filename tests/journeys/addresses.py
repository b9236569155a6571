"""The pages that people see, each with who opens it."""

from dataclasses import dataclass

import psycopg

from tests.support.program import RunningProgram

NHA_TRANG = (
    "SELECT d.number, d.secret FROM onestop_dossier d JOIN organizations_agency a ON a.id = d.reception_id"
    " WHERE a.name = 'UBND phường Nha Trang' AND d.state = ANY(%s) ORDER BY d.id LIMIT 1"
)
TRIED = "start=08/10/2026+09:12&amount=10&unit=wd&convention=hour_exact&stop_1=12/10/2026+10:00&go_1=19/10/2026+14:30"
WAITING = "SELECT number, secret FROM onestop_dossier WHERE state = 'supplement' ORDER BY id LIMIT 1"
PAID = (
    "SELECT f.number FROM payments_feedemand f JOIN organizations_agency a ON a.id = f.payee_id"
    " WHERE a.name = 'UBND phường Nha Trang' AND f.state = 'paid' ORDER BY f.id LIMIT 1"
)


@dataclass(frozen=True)
class Visit:
    """One page and who opens it; `name` is also that of its picture."""

    name: str
    address: str
    user: str = ""
    status: int = 200


def one(program: RunningProgram, query: str, *values: object) -> tuple[str, ...]:
    """Return the first row that a query finds in the program's database."""
    with psycopg.connect(program.database_url) as connection:
        found = connection.execute(query, values).fetchone()
    assert found is not None, query
    return tuple(str(value) for value in found)


def citizen_pages(program: RunningProgram) -> list[Visit]:
    """Return every page that needs no sign-in."""
    working = one(program, NHA_TRANG, ["received", "processing"])
    waiting, done = one(program, WAITING), one(program, NHA_TRANG, ["done", "returned"])
    paper = one(program, "SELECT code FROM papers_paper ORDER BY id LIMIT 1")[0]
    return [
        Visit("home", "/"),
        Visit("catalogue", "/thu-tuc/"),
        Visit("catalogue-search", "/thu-tuc/?q=khai sinh"),
        Visit("catalogue-nothing", "/thu-tuc/?q=zzzz qqqq"),
        Visit("procedure", "/thu-tuc/2.000635/"),
        Visit("procedure-linked", "/thu-tuc/1.004088/"),
        Visit("tracking", "/tra-cuu/"),
        Visit("tracking-found", f"/tra-cuu/?ma={working[0]}&khoa={working[1]}"),
        Visit("tracking-supplement", f"/tra-cuu/?ma={waiting[0]}&khoa={waiting[1]}"),
        Visit("tracking-done", f"/tra-cuu/?ma={done[0]}&khoa={done[1]}"),
        Visit("paper", f"/giay-to/{paper}/"),
        Visit("sign-in", "/dang-nhap/"),
        Visit("not-found", "/khong-co/", status=404),
    ]


def officer_pages(program: RunningProgram) -> list[Visit]:
    """Return every page of officers that an address alone opens."""
    return [*_desk_pages(program), *_leader_pages(), *_administration_pages(program)]


def _desk_pages(program: RunningProgram) -> list[Visit]:
    working, done = (one(program, NHA_TRANG, states)[0] for states in (["received", "processing"], ["done"]))
    waiting, paid = one(program, WAITING)[0], one(program, PAID)[0]
    return [
        Visit("inbox", "/viec/?xem=tat-ca", "motcua"),
        Visit("inbox-empty", "/viec/?xem=tat-ca&q=zzzz", "motcua"),
        Visit("dossier", f"/ho-so/{working}/", "motcua"),
        Visit("dossier-waiting", f"/ho-so/{waiting}/", "chutich.tinh"),
        Visit("dossier-done", f"/ho-so/{done}/", "motcua"),
        Visit("dossier-process", f"/ho-so/{working}/so-do/", "motcua"),
        Visit("dossier-history", f"/ho-so/{working}/nhat-ky/", "motcua"),
        Visit("list", "/ho-so/", "motcua"),
        Visit("hand-overs", "/giao-nhan/", "motcua"),
        Visit("hand-overs-log", "/giao-nhan/?xem=nhat-ky", "motcua"),
        Visit("results", "/quay/tra-ket-qua/", "motcua"),
        Visit("hand-over", f"/quay/tra-ket-qua/{done}/", "motcua"),
        Visit("supplements", "/quay/bo-sung/", "motcua"),
        Visit("filings", "/quay/truc-tuyen/", "motcua"),
        Visit("originals", f"/quay/ban-chinh/{working}/", "motcua"),
        Visit("search", "/tim/?q=nguyen", "motcua"),
        Visit("account", "/tai-khoan/", "motcua"),
        Visit("not-found", "/ho-so/H32.1-000000-0000/", "motcua", 404),
        Visit("fees", "/thu-phi/", "motcua"),
        Visit("fee-paid", f"/thu-phi/{paid}/", "motcua"),
        Visit("fee-messages", "/thu-phi/can-xem/", "motcua"),
        Visit("notices", "/thong-bao/", "motcua"),
        Visit("message-choices", "/tai-khoan/tin-nhan/", "motcua"),
    ]


def _leader_pages() -> list[Visit]:
    return [
        Visit("dashboard", "/lanh-dao/", "chutich.tinh"),
        Visit("dashboard-commune", "/lanh-dao/", "chutich"),
        Visit("report-situation", "/bao-cao/tinh-hinh/?tu=01/01/2025", "chutich.tinh"),
        Visit("report-register", "/bao-cao/so-theo-doi/?tu=01/01/2025", "chutich.tinh"),
        Visit("report-late", "/bao-cao/tre-han/", "chutich.tinh"),
        Visit("waiting-times", "/hang-cho/thoi-gian/", "chutich"),
        Visit("tickets", "/hang-cho/luot/", "chutich"),
    ]


def _administration_pages(program: RunningProgram) -> list[Visit]:
    version = one(program, "SELECT max(id) FROM procedures_procedureversion")[0]
    calendar = one(program, "SELECT min(id) FROM calendars_calendar")[0]
    desk = one(program, "SELECT uuid FROM queues_desk ORDER BY id LIMIT 1")[0]
    imported = one(program, "SELECT coalesce(max(id), 0) FROM procedures_importrun")[0]
    return [
        Visit("procedures", "/quan-tri/thu-tuc/", "kiemsoat"),
        Visit("procedures-version", f"/quan-tri/thu-tuc/phien-ban/{version}/", "kiemsoat"),
        Visit("imports", "/quan-tri/thu-tuc/nhap/", "kiemsoat"),
        *([Visit("import", f"/quan-tri/thu-tuc/nhap/{imported}/", "kiemsoat")] if imported != "0" else []),
        Visit("portal", "/cong-quoc-gia/", "kiemsoat"),
        Visit("portal-incoming", "/cong-quoc-gia/den/", "kiemsoat"),
        Visit("portal-days", "/cong-quoc-gia/doi-chieu/", "kiemsoat"),
        Visit("portal-missing", "/cong-quoc-gia/doi-chieu/thieu/", "kiemsoat"),
        Visit("portal-routes", "/cong-quoc-gia/ket-noi/", "kiemsoat"),
        Visit("portal-route", "/cong-quoc-gia/ket-noi/sua/", "kiemsoat"),
        Visit("agencies", "/quan-tri/to-chuc/", "quantri"),
        Visit("agency", "/quan-tri/to-chuc/H32.70/", "quantri"),
        Visit("calendars", "/quan-tri/lich/", "quantri"),
        Visit("calendar", f"/quan-tri/lich/{calendar}/?nam=2026", "quantri"),
        Visit("calendar-day", f"/quan-tri/lich/{calendar}/ngay/?ngay=2026-09-02", "quantri"),
        Visit("calendar-hours", f"/quan-tri/lich/{calendar}/gio/", "quantri"),
        Visit("calendar-days-in", f"/quan-tri/lich/{calendar}/nhap/", "quantri"),
        Visit("calendar-tried", f"/quan-tri/lich/{calendar}/tinh-thu/?{TRIED}", "quantri"),
        Visit("desk", f"/quan-tri/diem-tiep-nhan/{desk}/", "quantri"),
        Visit("priority-groups", "/quan-tri/dien-uu-tien/", "quantri"),
        Visit("messages", "/quan-tri/tin-nhan/", "quantri"),
        Visit("message-costs", "/quan-tri/tin-nhan/chi-phi/", "quantri"),
        Visit("message-texts", "/quan-tri/mau-tin/", "quantri"),
        Visit("events", "/quan-tri/su-kien/", "quantri"),
        Visit("fee-days", "/thu-phi/doi-soat/", "quantri"),
        Visit("fee-account", "/thu-phi/tai-khoan/", "quantri"),
    ]
