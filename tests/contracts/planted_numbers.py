"""What is planted of books of numbers, and of fees."""

from datetime import datetime

from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.numbering import services as numbering
from lienthong.kernel.numbering.contracts import SEE as SEE_BOOKS
from lienthong.kernel.numbering.contracts import BookKey, FormatDraft
from lienthong.kernel.numbering.services import Reservation
from lienthong.kernel.numbering.testing import keeper as numbering_keeper
from lienthong.systems.payments import queries as fees
from lienthong.systems.payments import services as payments
from lienthong.systems.payments.contracts import SEE as SEE_FEES
from lienthong.systems.payments.testing import draft_of as demand_of

PREPARER = Actor.system("Người chuẩn bị")
# Where the parameters of their addresses lead, in the form of `planted.PLACES`.
PLACES: tuple[tuple[str, dict[str, str]], ...] = (
    ("/quan-tri/so/", {"uuid": "block", "book_id": "book", "format_id": "format", "way": "close-book"}),
    ("/api/v1/numbering/", {"uuid": "block"}),
    ("/thu-phi/can-xem/", {"uuid": "call-back"}),
    ("/thu-phi/cong/", {"provider": "platform"}),
    ("/thu-phi/danh-sach", {"kind": "sheet"}),
    ("/thu-phi/", {"number": "fee", "act": "take-fee"}),
    ("/nop-phi/", {"reference": "fee-reference"}),
)
# Values for addresses, and the permission without which nobody may meet a mark.
Counted = tuple[dict[str, str], dict[str, str]]


def plant_numbers(*, agency_id: int, now: datetime) -> Counted:
    """Open a book of a kind with a format, and set numbers of it aside."""
    keeper = numbering_keeper()
    draft = FormatDraft("kin", "KÍN loại số", "{number}/{year}/KIN")
    chosen = numbering.save_format(draft=draft, actor=keeper, now=now)
    key = BookKey("kin", agency_id, f"{timezone.localdate(now):%Y}")
    book = numbering.open_book(book=key, after=0, reason="KÍN mở sổ", actor=keeper, now=now)
    block = numbering.reserve_block(book=key, wanted=Reservation(2, "KÍN giữ số"), actor=keeper, now=now)
    values = {"format": str(chosen), "book": str(book), "block": str(block.uuid), "close-book": "dong"}
    return values, dict.fromkeys(("KÍN loại số", "KÍN mở sổ", "KÍN giữ số"), SEE_BOOKS)


def plant_fee(*, agency_id: int, now: datetime) -> Counted:
    """Ask for a fee that is paid in cash and then said to be paid again, so that a person has to look."""
    draft = demand_of(agency_id, key="kin", payer_name="KÍN người nộp phí", subject_key="KÍN có phí")
    number = payments.demand_fee(draft=draft, actor=PREPARER, now=now)
    bill = fees.get_bill(number=number, viewer=PREPARER)
    payments.take_money(number=number, method="transfer", reference="KIN-GIAO-DICH", actor=PREPARER, now=now)
    about = {"subject_type": draft.subject_type, "subject_key": draft.subject_key}
    payments.settle_at_counter(**about, cause="kin", actor=PREPARER, now=now)
    (told,) = fees.list_call_backs(viewer=PREPARER)
    values = {"fee": number, "take-fee": "thu", "call-back": str(told.uuid), "platform": "platform"}
    marks = ("KÍN người nộp phí", "KÍN có phí", "KIN-GIAO-DICH")
    return values | {"fee-reference": bill.reference}, dict.fromkeys(marks, SEE_FEES)
