"""The demonstration is never built over other data."""

import io

import pytest

from lienthong.config.launch.program import build_demonstration
from lienthong.config.launch.progress import Stages
from lienthong.config.launch.refusals import CannotStart
from lienthong.kernel.organizations.testing import small_tree


@pytest.mark.django_db
def test_a_database_with_other_data_is_refused_in_one_sentence() -> None:
    small_tree()
    with pytest.raises(CannotStart, match="did not make") as refused:
        build_demonstration(stages=Stages(out=io.StringIO()))
    vietnamese, english = str(refused.value).splitlines()
    assert "DATABASE_URL" in vietnamese
    assert "DATABASE_URL" in english
