"""The National Portal over HTTP, both generations: it ends sessions, answers late, breaks lines and fails as it does.

It keeps what it took, so that a test can say that nothing was lost and nothing came twice. A line that comes again word
for word is the same line.
"""

import time
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from .gateway import Answer, Call, Peer

USER, PASSWORD, CLIENT, SECRET = "tinh-thu", "mật khẩu thử", "khach-thu", "bí mật thử"


@dataclass
class Troubles:
    """What goes wrong with the next calls; each is used up."""

    # Statuses to answer with, and seconds to wait before an answer.
    statuses: list[int] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    # Codes of dossiers that are always refused.
    refused: set[str] = field(default_factory=set)


class NationalPortal(Peer):
    """Keeps dossiers by their code and lines in the order in which they came; `files` it serves to be fetched."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__(self._reply)
        self.troubles = Troubles()
        self.dossiers: dict[str, dict[str, Any]] = {}
        self.states: dict[str, dict[str, Any]] = {}
        self.lines: list[dict[str, Any]] = []
        self.contents: dict[str, bytes] = {}
        self.files: dict[str, bytes] = {}
        self.created: list[str] = []
        self.sessions, self.tokens = 0, 0
        self._session = self._token = ""

    def settings(self) -> dict[str, Any]:
        """Return the settings that lead to it."""
        return {
            "NATIONAL_PORTAL_1_URL": f"{self.url}/adapter",
            "NATIONAL_PORTAL_1_USER": USER,
            "NATIONAL_PORTAL_1_PASSWORD": PASSWORD,
            "NATIONAL_PORTAL_1_UNIT": "H32",
            "NATIONAL_PORTAL_1_DSTCODE": "VN:GOV:000.00.00.G22:vpcp",
            "NATIONAL_PORTAL_2_URL": f"{self.url}/gateway",
            "NATIONAL_PORTAL_2_CLIENT": CLIENT,
            "NATIONAL_PORTAL_2_SECRET": SECRET,
            "NATIONAL_PORTAL_SECONDS": 2.0,
        }

    def end_sessions(self) -> None:
        """Forget who is logged in."""
        self._session = self._token = ""

    def called(self, service: str) -> list[Any]:
        """Return the bodies of the calls of a service of the first generation, or of a path of the second."""
        return [
            call.body
            for call in self.calls
            if call.path.endswith(service) or (isinstance(call.body, dict) and call.body.get("service") == service)
        ]

    def _reply(self, call: Call) -> Answer:
        if call.path in self.files:
            return 200, self.files[call.path]
        if self.troubles.waits:
            time.sleep(self.troubles.waits.pop(0))
        if self.troubles.statuses and (status := self.troubles.statuses.pop(0)) != 200:
            return status, {"message": "lỗi hệ thống"}
        return self._adapter(call) if call.path.startswith("/adapter") else self._gateway(call)

    # The first generation (17.1).

    def _adapter(self, call: Call) -> Answer:
        body = call.body
        if call.path.endswith("/login"):
            if (body.get("username"), body.get("password")) != (USER, PASSWORD):
                return 200, {"error_code": "-1", "message": "sai tài khoản"}
            self.sessions += 1
            self._session = f"session-{self.sessions}"
            return 200, {"error_code": "0", "session": self._session}
        if body.get("session") != self._session or not self._session:
            return 200, {"error_code": "-2", "message": "hết phiên"}
        assert body["madonvi"] == "H32"
        assert {name.lower() for name in call.headers} >= {"dstcode"}
        return 200, self._service(body)

    def _service(self, body: dict[str, Any]) -> dict[str, Any]:
        service, data = body["service"], body.get("data", [])
        if service == "TraCuuHoSo":
            found = self.dossiers.get(body["mahoso"])
            return {"error_code": "0", "result": [found] if found else []}
        if service == "LayDanhSachHoSo":
            return {"error_code": "0", "result": self._listed("NgayTiepNhan", body["ngay"])}
        if any(each["MaHoSo"] in self.troubles.refused for each in data):
            return {"error_code": "7", "message": "dữ liệu không hợp lệ"}
        if service == "CapNhatTienDoHoSoMC":
            for each in data:
                self._keep_line(each)
            return {"error_code": "0", "message": "ok"}
        for each in data:
            if (body["isUpdating"] == "True") != (each["MaHoSo"] in self.dossiers):
                return {"error_code": "3", "message": "hồ sơ đã tồn tại hoặc chưa có"}
            self._keep(each)
        return {"error_code": "0", "message": "ok"}

    # The second generation (17.3).

    def _gateway(self, call: Call) -> Answer:
        path = call.path.removeprefix("/gateway/")
        if path == "token":
            if (call.body.get("client_id"), call.body.get("client_secret")) != (CLIENT, SECRET):
                return 401, {"code": "invalid_client"}
            self.tokens += 1
            self._token = f"token-{self.tokens}"
            return 200, {"access_token": self._token, "expires_in": 60}
        said = {name.lower(): value for name, value in call.headers.items()}
        if not self._token or said.get("authorization") != f"Bearer {self._token}":
            return 401, {"code": "invalid_token"}
        if path == "tep":
            return 200, self._upload(call.body)
        if path == "ho-so/danh-sach":
            return 200, {"DanhSach": self._listed("NgayTiepNhan", call.body["NgayTiepNhan"])}
        return self._dossier(path, call.body)

    def _upload(self, body: bytes) -> dict[str, Any]:
        content = body.split(b"\r\n\r\n", 1)[1].rsplit(b"\r\n--", 1)[0]
        digest = sha256(content).hexdigest()
        self.contents[digest] = content
        return {"IdTepTin": f"tep-{digest[:12]}", "HashTepTin": digest}

    def _dossier(self, path: str, body: dict[str, Any]) -> Answer:
        code = body["MaHoSo"]
        if code in self.troubles.refused:
            return 400, {"code": "E400", "message": "dữ liệu không hợp lệ"}
        if path == "ho-so/ket-noi":
            known = {file["HashTepTin"] for paper in body["ThanhPhanHoSo"] for file in paper["GiayToDinhKem"]}
            if not known <= {*self.contents, ""}:
                return 400, {"code": "E404", "message": "không có tệp"}
            self._keep(body)
            return 200, {"IdHoSo": f"id-{code}"}
        if code not in self.dossiers or body["IdHoSo"] != f"id-{code}":
            return 404, {"code": "E404", "message": "không có hồ sơ"}
        if path == "ho-so/tien-do":
            self._keep_line(body)
        else:
            self.states[code] = body
        return 200, {"IdHoSo": f"id-{code}"}

    def _keep(self, said: dict[str, Any]) -> None:
        if said["MaHoSo"] not in self.dossiers:
            self.created.append(said["MaHoSo"])
        self.dossiers[said["MaHoSo"]] = said

    def _keep_line(self, said: dict[str, Any]) -> None:
        if said not in self.lines:
            self.lines.append(said)

    def _listed(self, name: str, day: str) -> list[dict[str, Any]]:
        return [each for each in self.dossiers.values() if str(each.get(name, "")).startswith(day)]
