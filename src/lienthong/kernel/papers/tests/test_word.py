"""Word templates: what they may hold, what they give, and what is refused."""

import io
import stat
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from lienthong.kernel.acts.contracts import Actor, NotFound, NotPermitted
from lienthong.kernel.papers import queries, services, testing
from lienthong.kernel.papers.contracts import OfficeMissing, PaperLacksData, PaperNotRendered, TemplateRefused
from lienthong.kernel.papers.typesetting import word

from .wordfiles import texts_of, with_parts, word_file

NOW = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
TODAY = date(2026, 11, 23)
KEY, SLUG = "test-paper", "test-paper.docx"
GOOD = word_file(
    "Kính gửi: {{ name|upper }}",
    "{%p if number %}",
    "Số: {{ number }}",
    "{%p endif %}",
    rows=("{%tr for row in rows %}", "{{ loop.index }}. {{ row }}", "{%tr endfor %}"),
    footer="{{ agency.name }}",
)
RELS = "word/_rels/document.xml.rels"
pytestmark = pytest.mark.django_db


def upload(editor: Actor, data: bytes = GOOD) -> str:
    return services.upload_word(key=KEY, data=data, name="mau.docx", note="Mẫu phòng", actor=editor, now=NOW)


def test_it_is_checked_kept_published_and_filled_in(editor: Actor) -> None:
    slug = upload(editor)
    shown = queries.get_template(slug=slug, viewer=editor, now=NOW)
    assert (slug, shown.changed, shown.number) == (SLUG, True, 0)
    assert set(shown.values) == {"name", "number", "rows", "agency.name"}
    assert queries.unknown_values(key=KEY, values=shown.values) == ("number",)
    with pytest.raises(NotFound):
        services.fill_word(template=KEY, context=testing.CONTEXT, now=NOW)
    services.publish_template(slug=slug, reason="Mẫu của phòng", valid_from=TODAY, actor=editor, now=NOW)
    hostile = {**testing.CONTEXT, "name": "<w:p>&{{ 7*7 }}", "rows": ["một", "hai"]}
    texts = texts_of(services.fill_word(template=KEY, context=hostile, now=NOW))
    assert "Kính gửi: <W:P>&{{ 7*7 }}" in texts
    assert "Số: 1/GT" in texts
    assert "2. hai" in texts
    assert "UBND phường Đông Hải" in texts
    # A typst template of the same paper goes on as before.
    assert services.render(template=KEY, context=testing.CONTEXT, now=NOW).startswith(b"%PDF")


def test_missing_data_are_named_before_it_is_filled_in(editor: Actor) -> None:
    slug = upload(editor)
    services.publish_template(slug=slug, reason="x", valid_from=TODAY, actor=editor, now=NOW)
    with pytest.raises(PaperLacksData):
        services.fill_word(template=KEY, context={"agency": {"name": "A"}}, now=NOW)


def test_a_draft_is_tried_with_samples_by_those_who_may(editor: Actor) -> None:
    slug = upload(editor)
    assert "NGUYỄN THỊ HƯỜNG" in texts_of(services.fill_sample(slug=slug, sample="", actor=editor))
    with pytest.raises(NotPermitted):
        services.fill_sample(slug=slug, sample="", actor=testing.officer_with("other"))
    with pytest.raises(NotPermitted):
        services.upload_word(key=KEY, data=GOOD, name="a.docx", actor=testing.officer_with("other"), now=NOW)


@pytest.mark.parametrize(
    "jinja",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ name.__class__ }}",
        "{{ name['__class__'] }}",
        "{{ name|attr('__class__') }}",
        "{{ _secret }}",
        "{{ name.upper() }}",
        "{{ range(1000000000)|length }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 2 ** 99999999 }}",
        "{% for i in rows %}{% for j in rows %}{% for k in rows %}x{% endfor %}{% endfor %}{% endfor %}",
        "{% for i in rows recursive %}x{% endfor %}",
        "{% macro m() %}x{% endmacro %}",
        "{% set x = 1 %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% extends 'x' %}",
        "{% block a %}{% endblock %}",
        "{% call m() %}x{% endcall %}",
        "{{ name|xmlattr }}",
        "{{ name",
        "{% if %}",
    ],
)
def test_jinja_that_does_more_than_show_repeat_and_choose_is_refused(jinja: str) -> None:
    with pytest.raises(word.WordRefused) as refusal:
        word.list_values(word_file(jinja))
    assert refusal.value.code in {"hidden", "forbidden", "filter", "nested", "jinja"}


def test_what_a_check_refuses_is_not_carried_out_either() -> None:
    with pytest.raises(word.WordRefused):
        word.fill(word_file("{{ name.__class__ }}"), {"name": "a"})


OUTSIDE = (
    b'<Relationship Id="rX" Type="http://x/attachedTemplate" Target="http://evil/x.dotm" TargetMode="External"/>'
    b"</Relationships>"
)
LINK = OUTSIDE.replace(b"http://x/attachedTemplate", b"http://x/hyperlink")
DTD = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
FIELD = b'<w:p><w:r><w:instrText>INCLUDETEXT "/etc/passwd"</w:instrText></w:r></w:p></w:body>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no_word"),
        (b"%PDF-1.7", "no_word"),
        (b"PK\x03\x04" + b"\0" * 60, "no_word"),
        (with_parts(GOOD, {"word/vbaProject.bin": b"x"}), "active"),
        (with_parts(GOOD, {"word/embeddings/oleObject1.bin": b"x"}), "active"),
        (with_parts(GOOD, {"word/activeX/a.xml": b"<a/>"}), "active"),
        (with_parts(GOOD, {"../../etc/x.xml": b"<a/>"}), "active"),
        (with_parts(GOOD, {"word/afchunk1.html": b"x"}), "active"),
        (
            with_parts(GOOD, {"word/x.xml": DTD}),
            "doctype",
        ),
        (with_parts(GOOD, {"word/x.xml": b"<a>"}), "broken"),
        (with_parts(GOOD, {}, replace={RELS: (b"</Relationships>", OUTSIDE)}), "outside"),
        (with_parts(GOOD, {}, replace={"word/document.xml": (b"</w:body>", FIELD)}), "outside"),
        (with_parts(GOOD, {"word/bomb.xml": b"0" * (61 * 1024 * 1024)}), "too_large"),
        (with_parts(GOOD, {f"word/{n}.xml": b"<a/>" for n in range(600)}), "too_large"),
    ],
)
def test_a_file_that_is_more_than_a_text_is_refused_with_words(editor: Actor, data: bytes, code: str) -> None:
    if data:
        with pytest.raises(word.WordRefused) as refused:
            word.list_values(data)
        assert refused.value.code == code
    with pytest.raises(TemplateRefused) as refusal:
        upload(editor, data)
    assert refusal.value.message
    assert not queries.list_versions(slug=SLUG, viewer=editor)


def test_a_zip_that_lies_about_its_sizes_is_read_no_further() -> None:
    data = bytearray(with_parts(GOOD, {"word/bomb.xml": b"0" * (70 * 1024 * 1024)}))
    real = zipfile.ZipFile(io.BytesIO(bytes(data))).getinfo("word/bomb.xml").file_size
    lie = bytes(data).replace(real.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(word.WordRefused):
        word.list_values(lie)


def test_a_link_in_the_text_is_no_reference(workshop: Path) -> None:
    assert word.list_values(with_parts(GOOD, {}, replace={RELS: (b"</Relationships>", LINK)}))


def test_too_large_a_file_is_refused_before_it_is_read(editor: Actor) -> None:
    with pytest.raises(TemplateRefused):
        upload(editor, b"PK" + b"\0" * (5 * 1024 * 1024))


def test_without_libreoffice_the_refusal_says_so(settings: Settings) -> None:
    settings.PAPERS_OFFICE = "/no/such/soffice"
    with pytest.raises(OfficeMissing):
        services.word_as_pdf(data=GOOD)


OFFICE = """#!/bin/sh
case "$*" in *SelectPdfVersion*UseTaggedPDF*) ;; *) exit 3 ;; esac
[ -z "$SECRET_KEY" ] || exit 4
while [ "$1" != --outdir ]; do shift; done
grep -q PK "$3" && printf '%%PDF-1.7 made' > "$2/paper.pdf"
"""


def test_libreoffice_is_asked_for_an_archivable_pdf_and_told_no_secret(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stand-in takes the place of LibreOffice, which is too large to be installed for tests."""
    monkeypatch.setenv("SECRET_KEY", "never shown")
    program = tmp_path / "soffice"
    program.write_text(OFFICE)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    settings.PAPERS_OFFICE = str(program)
    assert services.word_as_pdf(data=GOOD) == b"%PDF-1.7 made"
    program.write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(PaperNotRendered):
        services.word_as_pdf(data=GOOD)
