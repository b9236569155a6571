"""Records and files of procedures for tests of this and other apps."""

import json
from datetime import date, datetime
from typing import Any

from lienthong.kernel.acts.contracts import Actor

from . import services
from .contracts import ImportReport
from .rules import SourceFile


def raw_record(**changes: Any) -> dict[str, Any]:
    """Return a complete record as the national database gives it, with some parts changed; None removes one."""
    record: dict[str, Any] = {
        "id": "1.001193",
        "code": "1.001193",
        "name": "Thủ tục đăng ký khai sinh",
        "levels": ["commune"],
        "field": "Hộ tịch",
        "sector": "ho-tich",
        "implementing_agencies": "Ủy ban nhân dân cấp xã",
        "subjects": ["Công dân Việt Nam"],
        "steps": [{"order": 1, "text": "Bước 1: Nộp hồ sơ tại quầy."}, {"order": 2, "text": "Bước 2: Nhận kết quả."}],
        "methods": [
            {
                "channel": "in_person",
                "time_limit": {"value": 1, "unit": "working_day"},
                "fees": [{"amount": 0, "currency": "VND", "label": "Miễn phí"}],
            }
        ],
        "documents": [{"items": [{"name": "Giấy chứng sinh", "originals": 1, "copies": 0}]}],
        "results": [{"name": "Giấy khai sinh", "code": "KQ.G15.000001"}],
        "legal_bases": [{"code": "60/2014/QH13", "name": "Luật Hộ tịch"}],
        "source": "dvcqg-2026",
        **changes,
    }
    return {key: value for key, value in record.items() if value is not None}


def source_file(*records: object, name: str = "thu-tuc.json") -> SourceFile:
    """Return a file that holds the records."""
    return SourceFile(name, json.dumps({"procedures": records}, ensure_ascii=False).encode())


def given_published(*records: object, now: datetime, valid_from: date | None = None) -> ImportReport:
    """Read records in and make all drafts public, as the program itself."""
    actor = Actor.system("tests")
    report = services.import_catalogue(files=[source_file(*records)], actor=actor, now=now)
    services.publish_many(actor=actor, now=now, valid_from=valid_from)
    return report
