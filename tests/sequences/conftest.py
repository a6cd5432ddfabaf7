"""What the tests of sequences share."""

from __future__ import annotations

import pytest
from sources import in_postgres, in_spark
from specification import ENGINES, Judge, judge_on

SERVERS = (
    pytest.param("postgres", marks=pytest.mark.postgres),
    pytest.param("spark", marks=pytest.mark.spark),
)


@pytest.fixture(params=(*ENGINES, *SERVERS))
def judge(request: pytest.FixtureRequest) -> Judge:
    """Return a function that judges a table of visits and compares the findings."""
    engine: str = request.param
    if engine == "postgres":
        connection = request.getfixturevalue("postgres")
        return judge_on(engine, lambda frame, name: in_postgres(connection, frame, name))
    if engine == "spark":
        session = request.getfixturevalue("spark")
        return judge_on(engine, lambda frame, _: in_spark(session, frame))
    wanted = request.config.getoption("--backends").split(",")
    if engine not in {"objects", "one-by-one", *wanted}:
        pytest.skip(f"{engine} is not among --backends")
    return judge_on(engine)
