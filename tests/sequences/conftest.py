"""What the tests of sequences share."""

from __future__ import annotations

import pytest
from specification import ENGINES, Judge, judge_on


@pytest.fixture(params=ENGINES)
def judge(request: pytest.FixtureRequest) -> Judge:
    """Return a function that judges a table of visits and compares the findings."""
    engine: str = request.param
    wanted = request.config.getoption("--backends").split(",")
    if engine not in {"objects", "one-by-one", *wanted}:
        pytest.skip(f"{engine} is not among --backends")
    return judge_on(engine)
