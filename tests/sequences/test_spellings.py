"""How codes are written is asked of a Parquet file's dictionaries, and counted elsewhere."""

from __future__ import annotations

import io

import polars as pl
import pytest

import kvacodes
from kvacodes.extracts import CONTACTS
from kvacodes.frames import adopt
from kvacodes.indicators.care import timed_plan
from kvacodes.sequences.tables_codes import codes_while
from kvacodes.sequences.tables_ids import Ids
from kvacodes.sequences.tables_rows import read_rows

PLAN = timed_plan(kvacodes.load().code_set("svf-brost").sequence)
WRITTEN = (
    "VG905",
    " vg905",
    "vG 910",
    "VG911",
    "vg911",
    "ZV201",
    "zv201 ",
    "DA004",
    "",
    None,
    "VG9",
)
FRAME = pl.DataFrame(
    {
        "contact_id": range(len(WRITTEN)),
        "person_id": ["a"] * len(WRITTEN),
        "date": [None] * len(WRITTEN),
        "code": WRITTEN,
        "unit_id": ["u"] * len(WRITTEN),
    },
    schema_overrides={"date": pl.Date},
)


def scanned(frame: pl.DataFrame, **how: bool) -> pl.LazyFrame:
    """Return a frame as a Parquet file that is scanned."""
    written = io.BytesIO()
    frame.write_parquet(written, use_pyarrow=True, pyarrow_options=how)
    return pl.scan_parquet(written.getvalue())


SOURCES = {
    "eager": FRAME,
    "scan": scanned(FRAME),
    "scan of plain text": scanned(FRAME, use_dictionary=False),
    "scan of categories": scanned(FRAME.with_columns(pl.col("code").cast(pl.Categorical))),
    "filtered scan": scanned(FRAME).filter(pl.col("contact_id") >= 0),
    "changed scan": scanned(FRAME).with_columns(pl.col("code").str.to_lowercase()),
}


def read(source: object) -> tuple[dict[int, str], int]:
    """Return the code of each row of the programme, and the number of all rows."""
    table = adopt(source, CONTACTS, name="contacts")
    codes, _ = codes_while(table, PLAN, lambda: None)
    rows = read_rows(table, Ids(pl.Series(["a"])), codes)
    found = rows.frame.select("contact_id", "k").sort("contact_id")
    return {c: codes.names[k] for c, k in found.iter_rows()}, rows.rows_read


@pytest.mark.parametrize("source", SOURCES)
def test_codes_are_read_whatever_their_letters_and_blanks(source: str) -> None:
    """Whatever kind of table the codes are in, and however it was made."""
    known = {0: "VG905", 1: "VG905", 2: "VG910", 5: "ZV201", 6: "ZV201"}
    unknown = {3: "VG911", 4: "VG911"}
    assert read(SOURCES[source]) == (known | unknown, len(WRITTEN))


def test_a_file_is_asked_without_counting_its_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the codes would be read twice."""

    def counted(*_: object) -> None:
        pytest.fail("the codes were counted, row by row")

    monkeypatch.setattr("narwhals.stable.v2.LazyFrame.group_by", counted)
    assert read(SOURCES["scan"])[1] == len(WRITTEN)
    with pytest.raises(pytest.fail.Exception, match="row by row"):
        read(SOURCES["changed scan"])
