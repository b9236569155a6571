"""Templates edited on screen: drafts, versions with their days, going back, and who may."""

import subprocess
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.kernel.acts.contracts import Actor, Conflict, Invalid, NotFound, NotPermitted, Scope
from lienthong.kernel.acts.testing import disagreements
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.organizations.testing import SmallTree, small_tree
from lienthong.kernel.papers import queries, rules, services, testing
from lienthong.kernel.papers.contracts import SEE_TEMPLATES, PaperLacksData, TemplateKind, TemplateRefused
from lienthong.kernel.papers.extensions import find_template
from lienthong.kernel.papers.models import Paper, TemplateDesign, TemplateVersion
from lienthong.kernel.papers.policy import DESIGNS
from lienthong.kernel.papers.rules import Published

NOW = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
KEY = "test-paper"
pytestmark = pytest.mark.django_db


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def changed(old: str = "Giấy thử", new: str = "Giấy mới") -> str:
    return find_template(KEY).source.replace(old, new)


def edit(editor: Actor, source: str, *, agency_code: str = "", now: datetime = NOW) -> str:
    slug = services.begin_template(key=KEY, agency_code=agency_code, actor=editor, now=now)
    services.change_template(slug=slug, source=source, note="Đổi tên", actor=editor, now=now)
    return slug


def publish(editor: Actor, source: str, *, day: date = TODAY, agency_code: str = "", now: datetime = NOW) -> str:
    slug = edit(editor, source, agency_code=agency_code, now=now)
    services.publish_template(slug=slug, reason="Mẫu mới của tỉnh", valid_from=day, actor=editor, now=now)
    return slug


def printed(now: datetime = NOW, agency_id: int | None = None) -> str:
    return text_of(services.render(template=KEY, context=testing.CONTEXT, now=now, agency_id=agency_id))


def issue(now: datetime = NOW) -> Paper:
    facts = {"subject_type": "test", "subject_key": "1", "title": "Giấy thử", "actor": Actor.system("test")}
    return Paper.objects.get(pk=services.issue(template=KEY, context=testing.CONTEXT, now=now, **facts).id)  # type: ignore[arg-type]  # test


def test_a_draft_prints_nothing_until_it_is_published(editor: Actor) -> None:
    slug = edit(editor, changed())
    assert "GIẤY THỬ" in printed()
    services.publish_template(slug=slug, reason="Mẫu mới", valid_from=TODAY, actor=editor, now=NOW)
    assert "GIẤY MỚI" in printed()
    acts = [line.act.rsplit(".", 1)[1] for line in list_history(subject_type="papers.templatedesign", subject_key=slug)]
    assert acts == ["begin", "change", "publish"]


def test_a_version_counts_from_its_day_and_papers_keep_theirs(editor: Actor) -> None:
    before = issue()
    publish(editor, changed(), day=TODAY + DAY)
    same_day = issue()
    after = issue(NOW + DAY)
    assert before.template_version == same_day.template_version != after.template_version
    assert "GIẤY THỬ" in printed(NOW)
    assert "GIẤY MỚI" in printed(NOW + DAY)
    (version,) = queries.list_versions(slug=KEY, viewer=editor)
    assert (version.number, version.reason, version.papers) == (1, "Mẫu mới của tỉnh", 1)
    assert version.digest == after.template_version


def test_a_paper_printed_before_and_issued_after_keeps_the_version_that_printed_it(editor: Actor) -> None:
    old = services.render(template=KEY, context=testing.CONTEXT, now=NOW)
    publish(editor, changed())
    facts = {"subject_type": "test", "subject_key": "1", "title": "Giấy thử", "actor": Actor.system("test")}
    paper = services.issue(template=KEY, context=testing.CONTEXT, now=NOW, file_bytes=old, **facts)  # type: ignore[arg-type]  # test
    assert Paper.objects.get(pk=paper.id).template_version == rules.version_in(old) != issue().template_version


def test_what_was_published_is_never_changed(editor: Actor) -> None:
    publish(editor, changed())
    version = TemplateVersion.objects.get()
    for attack in (
        lambda: TemplateVersion.objects.update(source="x"),
        version.delete,
        TemplateDesign.objects.get().delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()


def test_going_back_makes_a_draft_that_is_published_as_a_new_version(editor: Actor) -> None:
    slug = publish(editor, changed())
    publish(editor, changed(new="Giấy ba"), now=NOW + DAY, day=TODAY + DAY)
    services.go_back(slug=slug, number=1, actor=editor, now=NOW + DAY)
    assert queries.draft_of(slug=slug, viewer=editor).source == changed()
    assert "GIẤY BA" in printed(NOW + DAY)
    services.publish_template(slug=slug, reason="Quay lại", valid_from=TODAY + DAY, actor=editor, now=NOW + DAY)
    assert "GIẤY MỚI" in printed(NOW + DAY)
    services.go_back(slug=slug, number=0, actor=editor, now=NOW + DAY)
    assert queries.draft_of(slug=slug, viewer=editor).source == find_template(KEY).source
    with pytest.raises(NotFound):
        services.go_back(slug=slug, number=9, actor=editor, now=NOW)
    assert [each.number for each in queries.list_versions(slug=slug, viewer=editor)] == [3, 2, 1]


def test_what_differs_is_shown_line_by_line(editor: Actor) -> None:
    slug = publish(editor, changed())
    lines = queries.compare_versions(slug=slug, older=0, newer=1, viewer=editor)
    assert [line.text for line in lines if line.sign == "-"] == ["#title-of-paper([Giấy thử])"]
    assert [line.text for line in lines if line.sign == "+"] == ["#title-of-paper([Giấy mới])"]
    assert queries.compare_versions(slug=slug, older=1, newer=None, viewer=editor) == ()


def test_a_template_that_cannot_print_its_samples_is_not_published(editor: Actor) -> None:
    slug = edit(editor, changed("#par[Họ và tên: #data.name]", "#par[\n#data.nickname]"))
    with pytest.raises(TemplateRefused) as refusal:
        services.publish_template(slug=slug, reason="x", valid_from=TODAY, actor=editor, now=NOW)
    (trouble,) = refusal.value.troubles
    assert trouble.line == 6
    assert "nickname" in trouble.words
    assert not TemplateVersion.objects.exists()


def test_publishing_asks_for_a_reason_a_day_to_come_and_a_change(editor: Actor) -> None:
    slug = edit(editor, changed())
    for wrong in ({"reason": " "}, {"valid_from": TODAY - DAY}, {"reason": "x" * 501}):
        asked: dict[str, Any] = {"reason": "x", "valid_from": TODAY, **wrong}
        with pytest.raises(Invalid):
            services.publish_template(slug=slug, actor=editor, now=NOW, **asked)
    services.publish_template(slug=slug, reason="x", valid_from=TODAY, actor=editor, now=NOW)
    with pytest.raises(Conflict):
        services.publish_template(slug=slug, reason="x", valid_from=TODAY, actor=editor, now=NOW)


@pytest.mark.parametrize("source", ["", "  \n", "x" * 200_001, "a\0b"])
def test_a_text_that_cannot_be_kept_is_refused(editor: Actor, source: str) -> None:
    slug = services.begin_template(key=KEY, actor=editor, now=NOW)
    with pytest.raises(Invalid):
        services.change_template(slug=slug, source=source, actor=editor, now=NOW)


def test_two_editors_at_once_one_is_told(editor: Actor) -> None:
    slug = services.begin_template(key=KEY, actor=editor, now=NOW)
    services.change_template(slug=slug, source="một", expected_version=1, actor=editor, now=NOW)
    with pytest.raises(Conflict):
        services.change_template(slug=slug, source="hai", expected_version=1, actor=editor, now=NOW)
    assert queries.draft_of(slug=slug, viewer=editor).source == "một"


def test_beginning_twice_keeps_what_was_written(editor: Actor) -> None:
    slug = edit(editor, changed())
    assert services.begin_template(key=KEY, actor=editor, now=NOW) == slug
    assert queries.draft_of(slug=slug, viewer=editor).source == changed()


def test_the_template_of_an_agency_goes_before_the_one_for_all(editor: Actor) -> None:
    tree = small_tree()
    publish(editor, changed())
    publish(editor, changed(new="Giấy của phường"), agency_code=tree.commune.code)
    assert "GIẤY CỦA PHƯỜNG" in printed(agency_id=tree.commune.id)
    assert "GIẤY MỚI" in printed(agency_id=tree.department.id)
    assert "GIẤY MỚI" in printed()


def reach(tree: SmallTree) -> Actor:
    return testing.officer_with(scope=Scope.SUBTREE, agency_id=tree.commune.id, agency_path=tree.commune.path)


def test_an_agency_edits_its_own_templates_and_no_others(editor: Actor) -> None:
    tree = small_tree()
    shared, own = edit(editor, changed()), reach(tree)
    with pytest.raises(NotPermitted):
        services.begin_template(key=KEY, actor=own, now=NOW)
    with pytest.raises((NotPermitted, NotFound)):
        services.change_template(slug=shared, source="x", actor=own, now=NOW)
    slug = edit(own, changed(), agency_code=tree.commune.code)
    assert slug in {each.slug for each in queries.list_templates(viewer=own, now=NOW)}
    with pytest.raises(NotPermitted):
        services.begin_template(key=KEY, agency_code=tree.department.code, actor=own, now=NOW)
    rows = TemplateDesign.objects.select_related("agency")
    for actor in (editor, own, Actor.anonymous()):
        assert disagreements(DESIGNS, rows, actor, SEE_TEMPLATES) == []


def test_who_holds_no_right_sees_and_does_nothing(editor: Actor) -> None:
    slug, nobody = edit(editor, changed()), testing.officer_with("other.right")
    assert queries.list_templates(viewer=nobody, now=NOW) == ()
    for look in (queries.get_template, queries.draft_of):
        with pytest.raises(NotFound):
            look(slug=slug, viewer=nobody, **({"now": NOW} if look is queries.get_template else {}))
    with pytest.raises(NotPermitted):
        services.begin_template(key=KEY, actor=nobody, now=NOW)
    with pytest.raises(NotFound):
        services.publish_template(slug=slug, reason="x", valid_from=TODAY, actor=nobody, now=NOW)
    with pytest.raises(NotPermitted):
        services.try_out(slug=slug, sample="", source="x", actor=nobody, now=NOW)
    with pytest.raises(NotPermitted):
        services.print_sample(slug=slug, sample="", actor=nobody)


def test_missing_data_are_named_in_words_before_anything_is_printed(editor: Actor) -> None:
    with pytest.raises(PaperLacksData) as refusal:
        services.render(template=KEY, context={"agency": {"name": ""}, "rows": [1]}, now=NOW)
    assert {error.path for error in refusal.value.errors} == {"agency.name", "name", "rows.0"}
    assert "Họ và tên" in refusal.value.message
    assert "Cơ quan: Tên cơ quan" in refusal.value.message


def test_a_system_template_declares_what_it_needs_and_its_samples_fit(workshop: object) -> None:
    needs = {need.path: need for need in queries.needs_of(key=KEY)}
    assert needs["agency.name"].required
    assert needs["agency.name"].name == "Tên cơ quan"
    assert not needs["rows"].required


@settings(deadline=None)
@given(
    st.lists(
        st.builds(
            Published,
            id=st.integers(1, 99),
            key=st.sampled_from([KEY, "other"]),
            kind=st.sampled_from(TemplateKind),
            agency_id=st.sampled_from([None, 1, 2]),
            number=st.integers(1, 5),
            valid_from=st.dates(TODAY - 3 * DAY, TODAY + 3 * DAY),
            published_at=st.datetimes(datetime(2026, 11, 20), datetime(2026, 11, 26), timezones=st.just(UTC)),  # noqa: DTZ001  given a zone
            digest=st.just("d"),
        ),
        max_size=8,
    ),
    st.sampled_from([None, 1, 2, 3]),
)
def test_the_version_that_counts_is_never_of_another_time_kind_or_agency(
    versions: list[Published], agency_id: int | None
) -> None:
    chosen = rules.in_force(versions, key=KEY, kind=TemplateKind.TYPST, agency_id=agency_id, at=NOW)
    counting = [
        one
        for one in versions
        if (one.key, one.kind) == (KEY, TemplateKind.TYPST)
        and one.valid_from <= TODAY
        and one.published_at <= NOW
        and one.agency_id in {None, agency_id}
    ]
    assert (chosen is None) == (not counting)
    if chosen is not None:
        assert chosen in counting
        if any(one.agency_id == agency_id for one in counting):
            assert chosen.agency_id == agency_id


@given(st.sampled_from(TemplateKind), st.sampled_from(["", "H32.70"]), st.sampled_from(["receipt", "a.b", "x-1"]))
def test_a_name_in_addresses_is_read_back(kind: TemplateKind, agency_code: str, key: str) -> None:
    assert rules.parts_of(rules.slug_of(key, kind, agency_code)) == (key, kind, agency_code)


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_a_comparison_holds_every_change(old: list[str], new: list[str]) -> None:
    lines = rules.compare("\n".join(old), "\n".join(new))
    assert bool(lines) == (old != new)
    for line in lines:
        assert line.text == (old[line.old - 1] if line.sign != "+" else new[line.new - 1])
