"""A package as a file: a ZIP of known members with a list of their digests, the same bytes for the same parts.

Members are stored without compression, in the order of their names and with one date for all, so that the bytes do not
depend on who packs them. Nothing of a file that comes from elsewhere is believed: names, sizes and digests are compared
with what is known before anything is read as more than bytes.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from typing import Any

FORMAT = 1
MANIFEST, SIGNATURE = "manifest.json", "signature.xml"
REQUIRED = ("package.json", "legal.json", "form.json", "process.bpmn", "scenarios.json")
OPTIONAL = ("translations.json", "result.typ")
MAX_BYTES = 2 * 1024 * 1024
MAX_MEMBER = 1024 * 1024
MAX_DEPTH = 40
_MOMENT = (1980, 1, 1, 0, 0, 0)
_READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
_SEAL = re.compile(r'<package xmlns="https://lienthong\.vn/package" manifest="([0-9a-f]{64})"')
_KNOWN = frozenset({MANIFEST, SIGNATURE, *REQUIRED, *OPTIONAL})


class PackageBroken(Exception):
    """A file is no package, or a part of it cannot be used; `code` says why, `about` what."""

    def __init__(self, code: str, **about: Any) -> None:
        """Keep the reason."""
        super().__init__(code)
        self.code, self.about = code, about


def pack(members: Mapping[str, bytes], *, code: str, origin: str, signature: bytes | None = None) -> bytes:
    """Return the file of a package: the same members always give the same bytes.

    :param members: the parts by name, without the manifest
    """
    whole = {**members, MANIFEST: manifest_of(members, code=code, origin=origin)}
    if signature is not None:
        whole[SIGNATURE] = signature
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(whole):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.external_attr, entry.create_system = 0o644 << 16, 3
            archive.writestr(entry, whole[name])
    return kept.getvalue()


def manifest_of(members: Mapping[str, bytes], *, code: str, origin: str) -> bytes:
    """Return the list of members with their digests, as it stands in the file."""
    listed = {name: hashlib.sha256(members[name]).hexdigest() for name in sorted(members)}
    whole = {"format": FORMAT, "code": code, "origin": origin, "members": listed}
    return (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def digest_of(members: Mapping[str, bytes], *, code: str, origin: str) -> str:
    """Return what tells the contents of packages apart: the digest of the manifest, which names all others."""
    return hashlib.sha256(manifest_of(members, code=code, origin=origin)).hexdigest()


def seal_text(digest: str) -> bytes:
    """Return the document by whose signature a package is signed."""
    return f'<package xmlns="https://lienthong.vn/package" manifest="{digest}"/>'.encode()


def sealed_digest(document: bytes) -> str:
    """Return for which manifest a signed document speaks, empty where it speaks for none."""
    found = _SEAL.search(document[:400].decode("utf-8", "replace"))
    return found[1] if found else ""


def unpack(data: bytes) -> tuple[dict[str, bytes], dict[str, Any], bytes | None]:
    """Return the members of a package by name, what its manifest says, and its signature if it has one.

    :raises PackageBroken: too large, no ZIP, members that do not belong there, another format, digests that do not fit
    """
    if len(data) > MAX_BYTES:
        raise PackageBroken("too_large", limit=MAX_BYTES // 1024**2)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = {entry.filename: _read(archive, entry) for entry in _entries(archive)}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, NotImplementedError) as wrong:
        raise PackageBroken("no_zip") from wrong
    except Exception as wrong:
        # zlib's own error has no other name than this one, and a damaged file raises many.
        if isinstance(wrong, PackageBroken):
            raise
        raise PackageBroken("no_zip") from wrong
    manifest = _manifest(found)
    signature = found.pop(SIGNATURE, None)
    del found[MANIFEST]
    return found, manifest, signature


def read_json(name: str, data: bytes) -> Any:
    """Return what a member holds as JSON.

    :raises PackageBroken: it is no JSON, nests too deeply, or holds signs that cannot be kept
    """
    try:
        text = data.decode("utf-8")
        whole = json.loads(text, parse_constant=_refuse_constant)
        json.dumps(whole, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as wrong:
        raise PackageBroken("no_json", member=name) from wrong
    if "\\u0000" in text or "\0" in text or _depth(whole) > MAX_DEPTH:
        raise PackageBroken("no_json", member=name)
    return whole


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    for name in names:
        if name not in _KNOWN:
            raise PackageBroken("unknown_member", member=name[:80])
    if len(set(names)) != len(names):
        raise PackageBroken("twice")
    for name in (MANIFEST, *REQUIRED):
        if name not in names:
            raise PackageBroken("missing_member", member=name)
    return entries


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Read one member, never more of it than is allowed, whatever its header says."""
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _READABLE:
        raise PackageBroken("packed_otherwise", member=entry.filename)
    with archive.open(entry) as member:
        data = member.read(MAX_MEMBER + 1)
    if len(data) > MAX_MEMBER:
        raise PackageBroken("member_too_large", member=entry.filename, limit=MAX_MEMBER // 1024**2)
    return data


def _manifest(found: Mapping[str, bytes]) -> dict[str, Any]:
    whole = read_json(MANIFEST, found[MANIFEST])
    if not isinstance(whole, dict) or not isinstance(whole.get("members"), dict):
        raise PackageBroken("no_manifest")
    if whole.get("format") != FORMAT:
        raise PackageBroken("other_format", found=str(whole.get("format"))[:20], known=FORMAT)
    members = {name: data for name, data in found.items() if name not in {MANIFEST, SIGNATURE}}
    for name in sorted({*members, *whole["members"]}):
        data = members.get(name)
        if data is None:
            raise PackageBroken("missing_member", member=str(name)[:80])
        if hashlib.sha256(data).hexdigest() != whole["members"].get(name):
            raise PackageBroken("changed_member", member=name)
    if whole.get("origin") not in {"national", "local"} or not isinstance(whole.get("code"), str):
        raise PackageBroken("no_manifest")
    if found[MANIFEST] != manifest_of(members, code=whole["code"], origin=whole["origin"]):
        raise PackageBroken("no_manifest")
    return whole


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max((_depth(each) for each in value.values()), default=0)
    if isinstance(value, list):
        return 1 + max((_depth(each) for each in value), default=0)
    return 0
