"""Episodes, alternatives, conditions and versions: what cancer pathways need of the model."""

from __future__ import annotations

import pytest
from specification import Judge

import kvacodes
from kvacodes.model import Sequence

# A pathway with the shape of the national ones; made up, so that its limits stay put.
PATHWAY = """
kvacodes: 1
id: pathway
title: Pathway
namespace: {shape: KMA, prefix: VX9, owner: national}
decisions:
  - {id: d, body: Test, decided_on: 2014-01-01, source: made up}
codes:
  - {code: "VX905", text: referral, decision: d, valid: {from: 2015-01-01}}
  - {code: "VX910", text: start, decision: d, valid: {from: 2015-01-01}}
  - {code: "VX935", text: conference, decision: d, valid: {from: 2015-01-01}}
  - {code: "VX944", text: extended, decision: d, valid: {from: 2015-01-01}}
  - {code: "VX950", text: surgery, decision: d, valid: {from: 2015-01-01}}
  - {code: "VX952", text: drugs, decision: d, valid: {from: 2015-01-01}}
  - {code: "VX956", text: combined, decision: d, valid: {from: 2015-01-01, to: 2017-12-31}}
  - {code: "VX974", text: ended, decision: d, valid: {from: 2015-01-01}}
sequence:
  anchor: {step: 10}
  episodes: {start: [10], end: [50, 74]}
  steps:
    - {number: 5, codes: ["VX905"], optional: true, before_start: true}
    - {number: 10, codes: ["VX910"]}
    - {number: 35, codes: ["VX935"], optional: true, ordered: false}
    - {number: 44, codes: ["VX944"], optional: true}
    - number: 50
      codes: ["VX950", "VX952", "VX956"]
      optional: true
      after:
        - {step: 10, within: {days: 28}, unless: 44, valid: {to: 2023-12-31}}
        - {step: 10, within: {days: 35}, unless: 44, valid: {from: 2024-01-01}}
        - {step: 10, within: {days: 60}, when: 44}
    - {number: 74, codes: ["VX974"], optional: true}
"""


@pytest.fixture(scope="module")
def pathway() -> Sequence:
    """Return the made-up pathway."""
    sequence = kvacodes.load(text=PATHWAY).code_set("pathway").sequence
    assert sequence is not None
    return sequence


def test_any_alternative_ends_within_the_limit(judge: Judge, pathway: Sequence) -> None:
    """The limit's last day is inside, whichever treatment it was."""
    judge(
        pathway,
        "code | date\nVX910 | 2019-03-01\nVX952 | 2019-03-29",
        "finding",
        birth="1960-01-01",
        as_of="2019-12-31",
    )
    judge(
        pathway,
        "code | date\nVX910 | 2019-03-01\nVX950 | 2019-03-30",
        "finding | step | related_step | related_date | detail | episode\n"
        "visit-too-late | 50 | 10 | 2019-03-01 | 2019-03-29 | 1",
        birth="1960-01-01",
        as_of="2019-12-31",
    )


def test_versions_go_by_the_start_of_the_episode(judge: Judge, pathway: Sequence) -> None:
    """35 days from 2024; an episode that began the day before has 28."""
    judge(
        pathway,
        """
        person_id | code  | date
        old       | VX910 | 2023-12-31
        old       | VX950 | 2024-02-01
        new       | VX910 | 2024-01-01
        new       | VX950 | 2024-02-05
        """,
        "finding | person_id | detail\nvisit-too-late | old | 2024-01-28",
        persons="person_id | birth_date\nold | 1960-01-01\nnew | 1960-01-01",
        as_of="2024-12-31",
    )


def test_a_condition_step_chooses_the_limit(judge: Judge, pathway: Sequence) -> None:
    """With step 44 in the episode the longer limit holds, and the shorter does not."""
    judge(
        pathway,
        "code | date\nVX910 | 2019-03-01\nVX944 | 2019-03-20\nVX950 | 2019-04-30",
        "finding",
        birth="1960-01-01",
        as_of="2019-12-31",
    )
    judge(
        pathway,
        "code | date\nVX910 | 2019-03-01\nVX944 | 2019-03-20\nVX950 | 2019-05-01",
        "finding | detail\nvisit-too-late | 2019-04-30",
        birth="1960-01-01",
        as_of="2019-12-31",
    )


def test_an_episode_starts_after_the_one_before_ended(judge: Judge, pathway: Sequence) -> None:
    """A start repeated inside is a duplicate; a referral after the end joins the next start."""
    judge(
        pathway,
        """
        code  | date
        VX910 | 2019-03-01
        VX910 | 2019-03-05
        VX950 | 2019-03-20
        VX905 | 2019-05-30
        VX910 | 2019-06-01
        VX952 | 2019-07-15
        """,
        """
        finding         | step | episode | date
        duplicate-visit | 10   | 1       | 2019-03-05
        visit-too-late  | 50   | 2       | 2019-07-15
        """,
        birth="1960-01-01",
        as_of="2019-12-31",
    )


def test_after_the_end_only_force_is_checked(judge: Judge, pathway: Sequence) -> None:
    """A second treatment later is no duplicate; on the day of the end it still is one."""
    judge(
        pathway,
        """
        contact_id | code  | date
        a          | VX910 | 2017-12-01
        b          | VX950 | 2017-12-10
        c          | VX952 | 2017-12-10
        d          | VX952 | 2017-12-20
        e          | VX956 | 2018-01-02
        """,
        """
        finding           | contact_id | step | episode
        duplicate-visit   | c          | 50   | 1
        code-not-in-force | e          | 50   | 1
        """,
        birth="1960-01-01",
        as_of="2019-12-31",
    )


def test_one_alternative_in_force_is_enough(judge: Judge, pathway: Sequence) -> None:
    """A contact with an ended and a valid alternative is one event in force."""
    judge(
        pathway,
        "contact_id | code | date\na | VX910 | 2018-12-01\nb | VX956 | 2018-12-10\n"
        "b | VX950 | 2018-12-10",
        "finding",
        birth="1960-01-01",
        as_of="2019-12-31",
    )


def test_events_before_the_first_start_join_it(judge: Judge, pathway: Sequence) -> None:
    """They are out of order, unless their step comes before the start."""
    judge(
        pathway,
        "code | date\nVX905 | 2019-02-20\nVX944 | 2019-02-25\nVX910 | 2019-03-01",
        "finding | step | related_step | episode\nvisit-out-of-order | 44 | 10 | 1",
        birth="1960-01-01",
        as_of="2019-03-31",
    )


def test_without_a_start_the_required_start_is_skipped(judge: Judge, pathway: Sequence) -> None:
    """All events form one episode; limits from the absent start are not judged."""
    judge(
        pathway,
        "code | date\nVX944 | 2019-02-25\nVX950 | 2019-03-25",
        "finding | step | related_step | episode\nvisit-skipped | 10 | 44 | 1",
        birth="1960-01-01",
        as_of="2019-12-31",
    )
