"""Make an artificial extract for measuring: children, their visits, and other contacts.

    python benchmarks/sequences_data.py /tmp/extract --contacts 10000000 --defects 0.08

    python benchmarks/sequences_data.py /tmp/visits --children 500000

Writes contacts.parquet and persons.parquet. Of contacts 40 % are visits of the programme,
5.6 for each child; with ``--children`` all contacts are such visits. Ids of persons are texts
of twenty signs; with ``--numbers`` they are whole numbers given in turn, in an order of chance.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import polars as pl

VISITS_PER_CHILD = 5.6
CHANGES_OF_STAFF, KNOWN_JOINT, IN_TARGET_GROUP = 0.15, 0.5, 0.98
ALONE_OF_WRONG, DATELESS_OF_WRONG = 0.3, 0.02
SHARE_OF_VISITS = 0.4
FIRST_BIRTH, LAST_BIRTH = np.datetime64("2018-12-01"), np.datetime64("2022-06-30")
CODES = np.array(["UX273", "UX274", "UX275", "UX276", "UX277", "UX278"])
NOMINAL = np.array([20, 75, 140, 255, 365, 455])
SPREAD = np.array([25, 40, 60, 90, 60, 80])


def visits_of(rng: np.random.Generator, births: np.ndarray, visits: int, defects: float) -> dict:
    """Draw visits of a programme of six, a share of them defective."""
    children = len(births)
    child = np.repeat(np.arange(children), 6)
    step = np.tile(np.arange(6), children)
    kept = rng.random(len(child)) < VISITS_PER_CHILD / 6
    child, step = child[kept], step[kept]
    extra = rng.integers(0, len(child), max(0, visits - len(child)))
    child = np.concatenate([child, child[extra]])[:visits]
    step = np.concatenate([step, step[extra]])[:visits]
    age = NOMINAL[step] + (rng.random(visits) - 0.5) * SPREAD[step]
    wrong = rng.random(visits) < defects
    age[wrong] += rng.normal(0, 90, wrong.sum())
    day = births[child] + age.astype("timedelta64[D]")
    day = np.minimum(day, np.datetime64("2024-02-01"))
    return {"child": child, "date": day, "code": CODES[step], "wrong": wrong}


def extract(
    contacts: int, defects: float, *, visits_only: bool
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return contacts and persons."""
    rng = np.random.default_rng(5)
    visits = contacts if visits_only else int(contacts * SHARE_OF_VISITS)
    children = int(visits / VISITS_PER_CHILD)
    span = (LAST_BIRTH - FIRST_BIRTH).astype(int)
    births = FIRST_BIRTH + rng.integers(0, span, children).astype("timedelta64[D]")
    ids = (
        pl.select((pl.int_range(children, dtype=pl.UInt64) * 0x9E3779B97F4A7C15).cast(pl.String))
        .to_series()
        .str.zfill(20)
    )
    units = pl.Series([f"SE2321000131-E{n:012d}" for n in range(200)])
    rows = visits_of(rng, births, visits, defects)
    others = contacts - visits
    if others:
        pool = np.array([f"{a}{b}{n:03d}" for a in "ADGQ" for b in "ABFVW" for n in range(60)])
        other_child = rng.integers(0, children, others)
        other_day = births[other_child] + rng.integers(0, 900, others).astype("timedelta64[D]")
        rows["child"] = np.concatenate([rows["child"], other_child])
        rows["date"] = np.concatenate([rows["date"], other_day])
        rows["code"] = np.concatenate([rows["code"], rng.choice(pool, others)])
        rows["wrong"] = np.concatenate([rows["wrong"], np.zeros(others, bool)])
    order = rng.permutation(contacts)
    child, wrong = rows["child"][order], rows["wrong"][order]
    unit_of_child = rng.integers(0, 200, children)
    unit = unit_of_child[child]
    frame = pl.DataFrame(
        {
            # Equally long, so that their order as numbers is that as text, which breaks ties.
            "contact_id": np.arange(contacts) + 10 ** len(str(contacts)),
            "person_id": ids.gather(pl.Series(child)),
            "date": pl.Series(rows["date"][order]).cast(pl.Date),
            "code": rows["code"][order],
            "unit_id": units.gather(pl.Series(unit)),
            "staff_id": pl.Series(unit * 6 + (rng.random(contacts) < CHANGES_OF_STAFF) * 1).cast(
                pl.String
            ),
            "staff_role": pl.repeat("bhv-sjukskoterska", contacts, eager=True),
            "joint": pl.Series(
                np.where(wrong & (rng.random(contacts) < ALONE_OF_WRONG), 0, 1)
            ).cast(pl.Boolean),
        }
    )
    missing = pl.Series(wrong & (rng.random(contacts) < DATELESS_OF_WRONG))
    frame = frame.with_columns(
        date=pl.when(~missing).then("date"),
        joint=pl.when(pl.Series(rng.random(contacts) < KNOWN_JOINT)).then("joint"),
    )
    persons = pl.DataFrame(
        {
            "person_id": ids,
            "birth_date": pl.Series(births).cast(pl.Date),
            "unit_id": units.gather(pl.Series(unit_of_child)),
            "listed_from": pl.Series(births).cast(pl.Date),
            "listed_to": pl.repeat(None, children, dtype=pl.Date, eager=True),
            "target_group": pl.Series(rng.random(children) < IN_TARGET_GROUP),
        }
    )
    return frame, persons


def _numbered(contacts: pl.DataFrame, persons: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give persons whole numbers for ids."""
    numbers = pl.int_range(persons.height, eager=True).sample(fraction=1, shuffle=True, seed=1)
    of_person = persons.select("person_id", number=numbers + 1_000_000)
    contacts, persons = (
        frame.join(of_person, on="person_id", how="left", maintain_order="left")
        .with_columns(person_id="number")
        .drop("number")
        for frame in (contacts, persons)
    )
    return contacts, persons


def write(
    out: Path,
    contacts: int,
    defects: float,
    *,
    children: int | None = None,
    numbers: bool = False,
) -> None:
    """Make an extract of so many contacts, or of the visits of so many children."""
    rows = contacts if children is None else round(children * VISITS_PER_CHILD)
    frames = extract(rows, defects, visits_only=children is not None)
    if numbers:
        frames = _numbered(*frames)
    out.mkdir(parents=True, exist_ok=True)
    for name, frame in zip(("contacts", "persons"), frames, strict=True):
        frame.write_parquet(out / f"{name}.parquet")


def main() -> None:
    """Write the extract."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--defects", type=float, default=0.08)
    parser.add_argument("--children", type=int)
    parser.add_argument("--numbers", action="store_true")
    options = parser.parse_args()
    write(
        options.out,
        options.contacts,
        options.defects,
        children=options.children,
        numbers=options.numbers,
    )


if __name__ == "__main__":
    main()
