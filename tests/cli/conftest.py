"""What the tests of several commands share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import kvacodes
from kvacodes import synthesize
from kvacodes.cli.words import set_language
from kvacodes.periods import Period


@pytest.fixture(scope="session")
def extract_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an artificial extract of 2022 that has three kinds of defects."""
    folder = tmp_path_factory.mktemp("extract")
    extract = synthesize.extract(
        kvacodes.load().code_set("utokat-hembesok-bvc"),
        children=500,
        seed=2,
        defects={"duplicate-visit": 0.02, "visit-too-late": 0.02, "not-joint": 0.02},
        period=Period.year(2022),
        units=4,
    )
    assert extract.as_of == date(2022, 12, 31)
    extract.contacts.write_parquet(folder / "contacts.parquet")
    extract.persons.write_parquet(folder / "persons.parquet")
    extract.reported.write_csv(folder / "reported.csv", separator=";", include_bom=True)
    extract.contracts.write_csv(folder / "contracts.csv")
    return folder


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    """A folder with one child and two visits, the second twice; as Swedish systems write it."""
    (tmp_path / "contacts.csv").write_text(
        "contact_id;person_id;date;code;unit_id;minutes;joint\n"
        "001;0719;2019-01-20;UX273;Ängen;60,0;ja\n"
        "002;0719;2019-03-12;UX274;Ängen;;\n"
        "003;0719;20190319;ux274;Ängen;45;nej\n"
        "003;0719;2019-03-19 10:30;ZV025;Ängen;45;nej\n",
        encoding="latin-1",
    )
    (tmp_path / "persons.csv").write_text(
        "person_id;birth_date;unit_id;listed_from;listed_to;target_group\n"
        "0719;2019-01-09;Ängen;2019-01-15;;1\n",
        encoding="utf-8-sig",
    )
    return tmp_path


@pytest.fixture
def contacts(small_folder: Path) -> pl.DataFrame:
    """The contacts of `small_folder`, as text."""
    return pl.read_csv(
        (small_folder / "contacts.csv").read_bytes().decode("latin-1").encode(),
        separator=";",
        infer_schema=False,
    )


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Let no test leave its language to the next."""
    yield
    set_language("en")
