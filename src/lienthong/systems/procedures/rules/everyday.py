"""Words people use for what the law calls otherwise, without diacritics as they are typed."""

_WORDS: tuple[tuple[str, str], ...] = (
    ("so do", "giấy chứng nhận quyền sử dụng đất"),
    ("so hong", "giấy chứng nhận quyền sử dụng đất"),
    ("doc than", "tình trạng hôn nhân"),
    ("lay vo", "đăng ký kết hôn"),
    ("lay chong", "đăng ký kết hôn"),
    ("cuoi", "đăng ký kết hôn"),
    ("bang lai", "giấy phép lái xe"),
    ("mo quan", "thành lập hộ kinh doanh"),
    ("mo cua hang", "thành lập hộ kinh doanh"),
    ("mo tiem", "thành lập hộ kinh doanh"),
    ("mo cong ty", "đăng ký thành lập công ty"),
    ("lam can cuoc", "cấp thẻ căn cước"),
    ("can cuoc cong dan", "thẻ căn cước"),
    ("chung minh nhan dan", "thẻ căn cước"),
    ("ho khau", "đăng ký thường trú"),
    ("nhap khau", "đăng ký thường trú"),
    ("sao y", "chứng thực bản sao"),
    ("cong chung", "chứng thực"),
    ("xay nha", "giấy phép xây dựng"),
    ("sua nha", "giấy phép xây dựng sửa chữa"),
    ("bien so xe", "đăng ký xe"),
    ("sang ten xe", "đăng ký sang tên"),
    ("qua doi", "khai tử"),
    ("chet", "khai tử"),
    ("sinh con", "khai sinh"),
    ("that nghiep", "trợ cấp thất nghiệp"),
    ("tien an tien su", "phiếu lý lịch tư pháp"),
)


def official_words(folded: str) -> str:
    """Return the official words for an everyday phrase, or nothing.

    :param folded: what the person typed, without diacritics, lower case
    """
    padded = f" {' '.join(folded.split())} "
    return next((official for everyday, official in _WORDS if f" {everyday} " in padded), "")
