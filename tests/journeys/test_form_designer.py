"""A form is built without programming, published, filled in on two devices, filed on trial and corrected."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.journeys import ways
from tests.journeys.ways import CIVIL_ANSWERS, Applicant
from tests.support.browser import PHONE, Complaints

CIVIL_FORM = "onestop.2.000635"
DESIGN = "/quan-tri/bieu-mau/xin-van-chuyen/"
SEND = "button[data-lt-primary]"


def add(page: Page, kind: str, label: str, *, group: str = "", **more: str | bool) -> None:
    """Add a question as a designer does: choose its kind, say its words, keep it."""
    page.goto(f"{DESIGN}cau/{group}/cot-moi/" if group else f"{DESIGN}cau-moi/?phan=0")
    page.click(f"a[href*='loai={kind}']")
    page.fill("#id_label", label)
    for name, value in more.items():
        control = page.locator(f"#id_{name}")
        if value is True:
            control.check()
        elif control.evaluate("node => node.tagName") == "SELECT":
            control.select_option(label=str(value))
        else:
            control.fill(str(value))
    page.click(SEND)
    page.wait_for_url(f"**{DESIGN}**")


def build(page: Page) -> None:
    """Build a form with a condition, an address, a table and a sum."""
    page.goto("/quan-tri/bieu-mau/")
    page.click("a[href='/quan-tri/bieu-mau-moi/']")
    page.fill("#id_title", "Đơn xin vận chuyển")
    page.fill("#id_key", "xin-van-chuyen")
    page.click(SEND)
    page.wait_for_url(f"**{DESIGN}")
    add(page, "text", "Họ và tên", required=True)
    add(page, "personal_number", "Số định danh", required=True)
    add(page, "address", "Nơi ở", required=True)
    add(page, "choice", "Cách nhận", required=True, choices="Bưu chính\nTại quầy")
    add(page, "textarea", "Nơi gửi đến", required=True, when_field="Cách nhận", when_value="Bưu chính")
    add(page, "group", "Hàng", tabular=True)
    add(page, "text", "Tên hàng", group="hang", required=True)
    add(page, "integer", "Số lượng", group="hang", required=True)
    add(page, "money", "Đơn giá", group="hang", required=True)
    add(page, "money", "Thành tiền", group="hang", compute="so_luong * don_gia")
    add(page, "money", "Tổng tiền", compute="sum(hang.map(h, h.thanh_tien))")


def fill(page: Page) -> None:
    """Fill in the form up to its table."""
    page.fill("[name=ho_va_ten]", "Nguyễn Thị Minh Hạnh")
    page.fill("[name=so_dinh_danh]", "056 190 000 002")
    page.select_option("[name=noi_o]", "two-tier:56")
    page.locator("[name=noi_o-commune] option[value='22366']").wait_for(state="attached")
    page.select_option("[name=noi_o-commune]", "22366")
    page.check("[name=cach_nhan][value=tai_quay]")
    page.fill("[name=hang-0-ten_hang]", "Gạch")
    page.fill("[name=hang-0-so_luong]", "3")
    page.fill("[name=hang-0-don_gia]", "1.500.000")
    page.locator("[data-lt-words=tong_tien]", has_text="Bốn triệu năm trăm nghìn đồng").wait_for()


def test_a_form_is_built_filled_filed_and_corrected(
    new_page: Callable[..., Page], axe: Callable[[Page], None], complaints: Complaints
) -> None:
    complaints.allowed |= {409, 422}
    page = new_page(as_user="kiemsoat")
    build(page)
    axe(page)
    page.click(f"a[href='{DESIGN}cong-bo/']")
    axe(page)
    page.click(SEND)
    page.wait_for_url(f"**{DESIGN}")

    page.goto(f"{DESIGN}thu/")
    with page.expect_response("**/ban-nhap/luu/") as kept:
        fill(page)
    assert kept.value.ok
    assert page.locator("[data-lt-question=noi_gui_den]").is_hidden()
    page.locator("[data-lt-kept-state]:not(:empty)").wait_for()
    page.wait_for_load_state("networkidle")

    phone = new_page(as_user="kiemsoat", viewport=PHONE)
    phone.goto(f"{DESIGN}thu/")
    assert phone.input_value("[name=ho_va_ten]") == "Nguyễn Thị Minh Hạnh"
    axe(phone)
    phone.click(SEND)
    phone.wait_for_url("**/bieu-mau-thu/**")
    assert "4.500.000 đồng" in phone.inner_text("main")

    phone.check("[name=sai][value=ho_va_ten]")
    phone.fill("[name=ly-do-ho_va_ten]", "Thiếu chữ đệm")
    axe(phone)
    phone.click("main form .lt-acts button")
    phone.click("a[href$='/sua/']")
    assert phone.locator("[name=so_dinh_danh]").count() == 0
    phone.fill("[name=ho_va_ten]", "Nguyễn Thị Minh Hạnh Dung")
    phone.click(SEND)
    phone.wait_for_url("**/bieu-mau-thu/*/")
    assert "Nguyễn Thị Minh Hạnh Dung" in phone.inner_text(".lt-diff ins")


def test_a_form_is_filled_in_without_scripts(new_page: Callable[..., Page], complaints: Complaints) -> None:
    complaints.allowed |= {409, 422}
    page = new_page(as_user="kiemsoat", java_script_enabled=False)
    page.goto("/quan-tri/bieu-mau-moi/")
    page.fill("#id_title", "Không có script")
    page.fill("#id_key", "khong-script")
    page.click(SEND)
    for kind, label in (("address", "Nơi ở"), ("group", "Con")):
        page.goto("/quan-tri/bieu-mau/khong-script/cau-moi/?phan=0")
        page.click(f"a[href*='loai={kind}']")
        page.fill("#id_label", label)
        page.click(SEND)
    page.goto("/quan-tri/bieu-mau/khong-script/cau/con/cot-moi/?loai=text")
    page.fill("#id_label", "Tên con")
    page.click(SEND)
    page.goto("/quan-tri/bieu-mau/khong-script/thu/")
    page.select_option("[name=noi_o]", "two-tier:56")
    page.click("[name=noi_o-places]")
    page.select_option("[name=noi_o-commune]", "22366")
    page.fill("[name=con-0-ten_con]", "An")
    page.click("[name=con-add]")
    page.fill("[name=con-1-ten_con]", "Bình")
    page.click(SEND)
    page.wait_for_url("**/bieu-mau-thu/**")
    assert "Phường Nha Trang" in page.inner_text("main")
    assert "Bình" in page.inner_text("main")


def test_a_question_added_without_code_is_filed_in_a_dossier(
    new_page: Callable[..., Page], complaints: Complaints
) -> None:
    complaints.allowed |= {422}
    form = f"/quan-tri/bieu-mau/{CIVIL_FORM}/"
    designer = new_page(as_user="kiemsoat")
    designer.goto(f"{form}cau-moi/?phan=0")
    designer.click("a[href*='loai=group']")
    designer.fill("#id_label", "Nơi sử dụng bản sao")
    designer.click(SEND)
    designer.goto(f"{form}cau/noi_su_dung_ban_sao/cot-moi/?loai=text")
    designer.fill("#id_label", "Tên nơi")
    designer.click(SEND)
    designer.goto(f"{form}cong-bo/")
    designer.click(SEND)
    designer.wait_for_url(f"**{form}")

    desk = new_page(as_user="motcua")
    ways.find_or_register(desk, Applicant("Đỗ Thị Mẫu"))
    ways.choose(desk, procedure="2.000635", case="chinh-chu")
    place = desk.locator("[name='khai-noi_su_dung_ban_sao-0-ten_noi']")
    # The procedure takes the version as soon as its worker is told.
    for _again in range(200):
        if place.count():
            break
        desk.reload()
    ways.answer(desk, CIVIL_ANSWERS)
    place.fill("Trường Đại học Nha Trang")
    ways.tick_papers(desk)
    number = ways.press_accept(desk)
    desk.goto(f"/ho-so/{number}/")
    assert "Trường Đại học Nha Trang" in desk.inner_text("main")
