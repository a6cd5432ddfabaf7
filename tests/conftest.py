"""What all tests share: how hard Hypothesis looks, and where national lists may lie."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from kinds import KINDS

ROOT = Path(__file__).resolve().parent.parent

# Small and fixed where a proposal waits for it, large and random at night.
# Machines are shared: how long one example takes says nothing.
settings.register_profile("dev", deadline=None, max_examples=25)
settings.register_profile("ci", deadline=None, max_examples=50, derandomize=True)
settings.register_profile(
    "night", deadline=None, max_examples=5000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(
    os.environ.get("KVACODES_HYPOTHESIS", "ci" if os.environ.get("CI") else "dev")
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run be narrowed to some back-ends."""
    parser.addoption(
        "--backends",
        default=",".join(KINDS),
        help=f"the kinds of table to test with, of {','.join(KINDS)}",
    )


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the top of the repository; skip where tests run against an installed wheel."""
    if not (ROOT / "kvacodes").is_dir():
        pytest.skip("the tests run away from the repository, against an installed package")
    return ROOT


@pytest.fixture(scope="session")
def national_lists() -> Path:
    """Return the folder of national code lists; skip where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the national lists are not here: they have no licence to ship them")
    return folder


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """Return the address of a PostgreSQL server to use up; skip where there is none."""
    url = os.environ.get("KVACODES_TEST_POSTGRES")
    if not url:
        pytest.skip("KVACODES_TEST_POSTGRES names no PostgreSQL server")
    return url


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of a Chromium; skip where there is none."""
    path = os.environ.get("KVACODES_TEST_CHROMIUM")
    if not path:
        pytest.skip("KVACODES_TEST_CHROMIUM names no Chromium")
    return path


@pytest.fixture(scope="session")
def postgres(postgres_url: str) -> Iterator[Any]:
    """Connect to a PostgreSQL server, by way of Ibis."""
    ibis = pytest.importorskip("ibis")
    connection = ibis.connect(postgres_url)
    yield connection
    connection.disconnect()


@pytest.fixture(scope="session")
def spark(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Start a Spark session; only where these tests are asked for, since it is slow."""
    if "spark" not in request.config.getoption("-m"):
        pytest.skip("Spark has its own command: pytest -m spark")
    sql = pytest.importorskip("pyspark.sql")
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        pytest.skip("Spark needs Java, and there is none here")
    session = (
        sql.SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .getOrCreate()
    )
    yield session
    session.stop()
