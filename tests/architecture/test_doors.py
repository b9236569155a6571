"""Every door says who may enter."""

from lienthong.kernel.acts.extensions import Access
from tests.support.routes import list_doors


def test_every_view_and_operation_says_who_may_enter() -> None:
    silent = [path for path, view in list_doors() if not isinstance(getattr(view, "access", None), Access)]
    assert silent == []


def test_the_walk_over_doors_finds_the_known_ones() -> None:
    assert {"/dang-nhap/", "/ngon-ngu/"} <= {path for path, _view in list_doors()}
