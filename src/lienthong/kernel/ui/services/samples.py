"""What the snippets of the style page draw: invented people and records, and no row of the database."""

from datetime import UTC, datetime, timedelta
from functools import cached_property

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lienthong.kernel.ui import queries
from lienthong.kernel.ui.contracts import ClockPhrase, ClockState, Node, Option
from lienthong.kernel.ui.icons import ICONS
from lienthong.kernel.ui.rules import Shade

# Half past nine of a Monday in Viet Nam; a fixed hour, so that the page says the same each day.
NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
THEME_LABELS: dict[str, str | Promise] = {
    "light": gettext_lazy("Light"),
    "dark": gettext_lazy("Dark"),
    "contrast": gettext_lazy("High contrast"),
}
LONG = (
    "Cấp lại giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất do bị mất, "
    "trường hợp người được uỷ quyền nộp thay"
)


class SampleForm(forms.Form):
    """A form with every layout that `c-form.field` knows; its words are data, as those of a published form are."""

    applicant = forms.CharField(
        label="Họ và tên người yêu cầu",
        help_text="Viết như trên thẻ căn cước.",
        max_length=60,
        error_messages={"required": "Ghi họ và tên người yêu cầu"},
    )
    place = forms.CharField(label="Nơi thường trú", required=False)
    copies = forms.IntegerField(
        label="Số bản sao", min_value=1, max_value=20, error_messages={"max_value": "Số bản sao nhiều nhất là 20"}
    )
    ward = forms.ChoiceField(
        label="Nơi nhận kết quả",
        choices=[("", "Chọn một nơi"), ("nt", "Phường Nha Trang"), ("dh", "Phường Đông Hải")],
        error_messages={"required": "Chọn nơi nhận kết quả"},
    )
    way = forms.ChoiceField(
        label="Cách nhận kết quả",
        widget=forms.RadioSelect,
        choices=[("quay", "Tại bộ phận một cửa"), ("buu-chinh", "Qua bưu chính, người nhận trả phí")],
        error_messages={"required": "Chọn cách nhận kết quả"},
    )
    reason = forms.CharField(label="Lý do", widget=forms.Textarea, required=False)
    paper = forms.FileField(label="Giấy chứng sinh", help_text="PDF hoặc ảnh, không quá 50 MB.", required=False)
    agreed = forms.BooleanField(
        label="Tôi cam đoan lời khai trên là đúng",
        help_text="Bắt buộc khi nộp.",
        error_messages={"required": "Đánh dấu lời cam đoan rồi nộp lại"},
    )


def _form(prefix: str, *, data: dict[str, str] | None = None, locked: bool = False) -> SampleForm:
    """Return the form under a name of its own: several stand on the page, and each id only once."""
    sent = None if data is None else MultiValueDict({f"{prefix}-{name}": [value] for name, value in data.items()})
    form = SampleForm(sent, auto_id="mau-%s", prefix=prefix)
    for field in form.fields.values() if locked else ():
        field.disabled = True
    return form


class Samples:
    """The variable `sample` of a snippet; each part is made when a snippet asks for it."""

    now = NOW
    long = LONG
    icons = ICONS
    nobody = ""
    soon = NOW + timedelta(hours=2, minutes=15)
    later = NOW + timedelta(days=9)
    past = NOW - timedelta(days=3)

    def __init__(self, name: str) -> None:
        """Remember for which snippet the data are, so that the ids of its form are its own.

        :param name: of the snippet, letters, digits and hyphens
        """
        self._name = name

    @cached_property
    def form(self) -> SampleForm:
        """The form as it opens."""
        return _form(self._name)

    @cached_property
    def wrong_form(self) -> SampleForm:
        """The form sent with nothing in it, except copies that are too many."""
        return _form(self._name, data={"copies": "200", "place": "12 Trần Phú"})

    @cached_property
    def locked_form(self) -> SampleForm:
        """The form that may be read and not changed."""
        form = _form(self._name, locked=True)
        form.initial = {"applicant": "Nguyễn Thị Hạnh", "copies": 2, "ward": "nt", "way": "quay", "agreed": True}
        return form

    @cached_property
    def nodes(self) -> list[Node]:
        """The thread of a dossier under way."""
        return [
            Node("Tiếp nhận", meta="08:12, Bộ phận một cửa phường Nha Trang", links={"Giấy hẹn trả kết quả": "#"}),
            Node("Chờ bổ sung", "paused", meta="16/11 đến 19/11", text="Thiếu giấy chứng sinh."),
            Node(
                "Thẩm tra hồ sơ",
                "now",
                meta="Trần Văn Bình, công chức tư pháp, hộ tịch",
                clock=ClockPhrase(ClockState.RISK, "còn 2 giờ 15 phút", "11:45 hôm nay"),
            ),
            Node("Ký giấy khai sinh", "ahead"),
            Node("Trả kết quả", "plan", meta="dự kiến 25/11"),
        ]

    @cached_property
    def long_nodes(self) -> list[Node]:
        """A thread whose words are long, one of them late."""
        return [Node(LONG, meta="Nguyễn Hoàng Thị Minh Nguyệt, 08:12 thứ Hai 16/11"), Node(LONG, "late", text=LONG)]

    @cached_property
    def options(self) -> list[Option]:
        """Saved views of an inbox."""
        return [Option("Đang chờ tôi", "#", chosen=True, count=1204), Option("Sắp đến hạn", "#", count=3)] + [
            Option(label, "#") for label in ("Quá hạn", "Đã xong trong tuần")
        ]

    @cached_property
    def long_options(self) -> list[Option]:
        """More views than a phone is wide."""
        return [Option(f"{label} của cả phòng", "#", chosen=label == "Quá hạn") for label in ("Quá hạn", "Tạm dừng")]

    @cached_property
    def errors(self) -> list[tuple[str, str]]:
        """Places to correct of a page without a Django form."""
        return [("Ghi số quyết định", "mau-o-loi"), ("Ngày hết hiệu lực phải sau ngày bắt đầu", "mau-o-loi")]

    @cached_property
    def clocks(self) -> list[ClockPhrase]:
        """A clock in each state."""
        return [
            ClockPhrase(ClockState.RUN, "còn 3 ngày 4 giờ", "25/11"),
            ClockPhrase(ClockState.RISK, "còn 2 giờ 15 phút", "11:45 hôm nay"),
            ClockPhrase(ClockState.LATE, "quá hạn 1 ngày", "từ 20/11"),
            ClockPhrase(ClockState.PAUSED, "tạm dừng", "còn 4 ngày"),
            ClockPhrase(ClockState.IDLE, "chưa tính giờ", "từ 13:30"),
            ClockPhrase(ClockState.DONE, "sớm 2 ngày"),
        ]

    @cached_property
    def swatches(self) -> list[tuple[str, list[tuple[str | Promise, Shade]]]]:
        """Every colour of the tokens, each shade with the words for its theme."""
        return [
            (swatch.name, [(THEME_LABELS[shade.theme], shade) for shade in swatch.shades])
            for swatch in queries.swatches()
        ]

    @cached_property
    def sizes(self) -> list[tuple[str, str]]:
        """The sizes of type."""
        return queries.token_values("size-")

    @cached_property
    def spaces(self) -> list[tuple[str, str]]:
        """The steps of space."""
        return [(name, value) for name, value in queries.token_values("s") if name.strip("s").isdigit()]

    @cached_property
    def corners(self) -> list[tuple[str, str]]:
        """The radii of corners."""
        return [(name, value) for name, value in queries.token_values("r") if name.strip("r").isdigit()]
