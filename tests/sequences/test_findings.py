"""Every finding and its edges, on objects and on every kind of table."""

from __future__ import annotations

import pytest
from specification import Judge

import kvacodes
from kvacodes.model import Sequence

HEAD = """
kvacodes: 1
id: spec
title: Spec
namespace: {shape: KMA, prefix: UX, run: {from: "UX901", to: "UX909"}}
decisions:
  - id: d
    diary_number: RS 2018-00133
    body: STOK
    decided_on: 2018-11-30
    starts: {latest: 2019-01-01}
codes:
  - {code: "UX901", text: one, decision: d, valid: {from: 2019-01-01}}
  - {code: "UX902", text: two, decision: d, valid: {from: 2019-01-01, to: 2019-12-31}}
  - {code: "UX903", text: three, decision: d, valid: {from: 2019-01-01}}
"""


def load(sequence: str) -> Sequence:
    """Return the sequence of a document with this sequence."""
    loaded = kvacodes.load(text=HEAD + sequence).code_set("spec").sequence
    assert loaded is not None
    return loaded


THREE = load("""
sequence:
  steps:
    - {number: 1, codes: ["UX901"], window: {from: {days: 0}, before: {months: 2}}}
    - {number: 2, codes: ["UX902"], window: {from: {months: 2}, before: {months: 4}}}
    - {number: 3, codes: ["UX903"], window: {from: {months: 4}, before: {months: 8}}}
  joint: {add_ons: [ZV509]}
""")


def test_visits_in_their_windows_have_no_finding(judge: Judge) -> None:
    """The first and the last day of each window are inside."""
    judge(
        THREE,
        """
        code  | date
        UX901 | 2019-04-30
        UX902 | 2019-05-01
        UX903 | 2019-10-31
        """,
        "finding | step",
        as_of="2019-12-31",
    )


def test_a_day_outside_a_window_is_too_early_or_too_late(judge: Judge) -> None:
    """The day before the first and the day after the last are outside, named with the limit."""
    judge(
        THREE,
        """
        code  | date
        UX901 | 2019-05-01
        UX902 | 2019-04-30
        UX903 | 2019-11-01
        """,
        """
        finding            | step | severity | detail     | related_date | basis
        visit-too-late     | 1    | warning  | 2019-04-30 | 2019-03-01   | decision
        visit-too-early    | 2    | warning  | 2019-05-01 | 2019-03-01   | decision
        visit-out-of-order | 2    | error    |            | 2019-05-01   | decision
        visit-too-late     | 3    | warning  | 2019-10-31 | 2019-03-01   | decision
        """,
        as_of="2019-12-31",
    )


@pytest.mark.parametrize(
    ("birth", "on", "found"),
    [
        ("2020-02-29", "2020-04-28", "visit-too-early"),
        ("2020-02-29", "2020-04-29", ""),
        ("2019-12-31", "2020-02-28", "visit-too-early"),
        ("2019-12-31", "2020-02-29", ""),
        ("2018-12-31", "2019-02-28", ""),
        ("2019-08-31", "2019-10-31", ""),
    ],
)
def test_months_clamp_to_the_last_day(judge: Judge, birth: str, on: str, found: str) -> None:
    """Two months after 31 December is the last day of February, leap year or not."""
    sequence = load("""
sequence:
  steps:
    - {number: 1, codes: ["UX901"], window: {from: {months: 2}}}
""")
    expected = f"finding\n{found}" if found else "finding"
    judge(sequence, f"code | date\nUX901 | {on}", expected, birth=birth, as_of="2020-12-31")


def test_month_end_may_roll(judge: Judge) -> None:
    """With roll, a year after 29 February is 1 March."""
    sequence = load("""
sequence:
  month_end: roll
  steps:
    - {number: 1, codes: ["UX901"], window: {from: {years: 1}}}
""")
    judge(
        sequence,
        "code | date\nUX901 | 2021-02-28",
        "finding | detail\nvisit-too-early | 2021-03-01",
        birth="2020-02-29",
        as_of="2021-12-31",
    )


def test_a_step_registered_again_is_a_duplicate(judge: Judge) -> None:
    """Each event after the first occurrence is one; the same contact counts once."""
    judge(
        THREE,
        """
        contact_id | code  | date       | staff_id
        b          | UX901 | 2019-04-02 |
        a          | UX901 | 2019-04-02 | s1
        a          | UX901 | 2019-04-02 | s2
        c          | UX901 | 2019-04-10 |
        """,
        """
        finding         | contact_id | step | related_step | related_date
        duplicate-visit | b          | 1    | 1            | 2019-04-02
        duplicate-visit | c          | 1    | 1            | 2019-04-02
        """,
    )


def test_out_of_order_names_the_greatest_step_that_came_later(judge: Judge) -> None:
    """One finding for each step that came before a lower one; by date alone."""
    judge(
        THREE,
        """
        code  | date
        UX901 | 2019-09-03
        UX902 | 2019-09-02
        UX903 | 2019-09-01
        """,
        """
        finding            | step | related_step | related_date
        visit-out-of-order | 2    | 1            | 2019-09-03
        visit-out-of-order | 3    | 2            | 2019-09-02
        visit-too-late     | 1    |              | 2019-03-01
        visit-too-late     | 2    |              | 2019-03-01
        """,
        as_of="2019-12-31",
    )


def test_three_steps_on_one_day(judge: Judge) -> None:
    """The two later ones get a finding, each naming the greatest lower step."""
    judge(
        THREE,
        """
        contact_id | code  | date
        x          | UX901 | 2019-07-01
        x          | UX902 | 2019-07-01
        y          | UX903 | 2019-07-01
        """,
        """
        finding         | step | contact_id | related_step
        same-day-visits | 2    | x          | 1
        same-day-visits | 3    | y          | 2
        visit-too-late  | 1    | x          |
        visit-too-late  | 2    | x          |
        """,
        as_of="2019-12-31",
    )


def test_a_step_passed_over_is_skipped_and_one_not_reached_is_overdue(judge: Judge) -> None:
    """Skipped names the next step present; overdue gives the last day it should have been."""
    judge(
        THREE,
        "code | date\nUX902 | 2019-05-01",
        """
        finding       | step | contact_id | date       | related_step | related_date
        visit-skipped | 1    |            |            | 2            | 2019-05-01
        visit-overdue | 3    |            | 2019-10-31 |              | 2019-03-01
        """,
        as_of="2019-11-01",
    )


def test_a_step_is_not_overdue_on_its_last_day(judge: Judge) -> None:
    """The window's last day must be before the day of the question."""
    judge(THREE, "code | date\nUX902 | 2019-05-01", "finding\nvisit-skipped", as_of="2019-10-31")


def test_absence_is_judged_for_the_target_group_while_listed(judge: Judge) -> None:
    """Unknown target group is judged; outside it, or after the last listed day, it is not."""
    judge(
        THREE,
        "code | date | person_id\nUX901 | 2019-03-05 | outside",
        """
        finding              | person_id | step
        visit-overdue        | unknown   | 1
        visit-overdue        | left-may  | 1
        outside-target-group | outside   |
        """,
        persons="""
        person_id | birth_date | target_group | listed_from | listed_to  | ended_on
        unknown   | 2019-03-01 |              | 2019-03-01  |            |
        left-may  | 2019-03-01 | true         | 2019-03-01  | 2019-05-01 |
        left-apr  | 2019-03-01 | true         | 2019-03-01  | 2019-04-30 |
        ended     | 2019-03-01 | true         | 2019-03-01  |            | 2019-04-30
        outside   | 2019-03-01 | false        | 2019-03-01  |            |
        """,
        as_of="2019-06-01",
    )


def test_a_day_that_cannot_be_gets_that_finding_alone(judge: Judge) -> None:
    """Before birth and after the day of the question count for no other rule."""
    judge(
        THREE,
        """
        code  | date
        UX901 | 2019-02-28
        UX902 | 2020-05-02
        UX903 | 2020-05-02
        UX901 | 2019-03-01
        """,
        """
        finding           | step | date       | related_date
        date-before-birth | 1    | 2019-02-28 | 2019-03-01
        date-after-as-of  | 2    | 2020-05-02 | 2019-05-01
        date-after-as-of  | 3    | 2020-05-02 | 2019-05-01
        """,
        as_of="2019-05-01",
    )


def test_force_on_the_days_around_a_latest_start(judge: Judge) -> None:
    """Before the decision an error, until the latest day information, from it on nothing."""
    judge(
        THREE,
        """
        code  | date
        UX901 | 2018-11-29
        UX901 | 2018-11-30
        UX901 | 2018-12-31
        UX901 | 2019-01-01
        """,
        """
        finding           | date       | severity    | basis
        code-not-in-force | 2018-11-29 | error       | decision
        code-not-in-force | 2018-11-30 | information | assumption
        code-not-in-force | 2018-12-31 | information | assumption
        duplicate-visit   | 2018-11-30 | error       | decision
        duplicate-visit   | 2018-12-31 | error       | decision
        duplicate-visit   | 2019-01-01 | error       | decision
        """,
        birth="2018-11-29",
        as_of="2019-01-01",
    )


def test_a_code_is_in_force_on_its_last_day(judge: Judge) -> None:
    """`to:` in a document is the last valid day."""
    judge(
        THREE,
        "code | date\nUX902 | 2019-12-31\nUX902 | 2020-01-01",
        """
        finding           | date       | detail
        code-not-in-force | 2020-01-01 | UX902
        duplicate-visit   | 2020-01-01 |
        visit-skipped     |            |
        """,
        birth="2019-10-15",
        as_of="2020-01-01",
    )


def test_unknown_codes_are_those_of_the_programmes_own_run(judge: Judge) -> None:
    """Other programmes' codes, in the prefix or not, are left alone."""
    judge(
        THREE,
        """
        code  | date       | system
        UX909 | 2019-03-05 |
        UX910 | 2019-03-05 |
        AA001 | 2019-03-05 |
        UX905 | 2019-03-05 | icd10se
              | 2019-03-05 |
        """.replace("|\n", "| kva\n"),
        "finding | detail | step | date\nunknown-code | UX909 | | 2019-03-05",
        as_of="2019-03-10",
    )


def test_joint_is_known_by_flag_or_add_on(judge: Judge) -> None:
    """A false flag is a finding; an add-on beats it; nothing known is no finding."""
    judge(
        THREE,
        """
        contact_id | code  | date       | joint | add_ons
        a          | UX901 | 2019-03-02 | false |
        b          | UX902 | 2019-05-02 |       |
        c          | UX903 | 2019-07-02 | false | ZV509
        """,
        "finding | step | contact_id\nnot-joint | 1 | a",
        as_of="2019-07-10",
    )


def test_codes_are_read_as_stewards_type_them(judge: Judge) -> None:
    """Case and blanks do not matter."""
    judge(THREE, "code | date\nux 901 | 2019-05-01", "finding\nvisit-too-late", as_of="2019-05-01")


def test_a_row_without_a_day_is_found_and_stops_absence(judge: Judge) -> None:
    """It is no event, but its step is neither skipped nor overdue."""
    judge(
        THREE,
        "code | date\nUX901 |\nUX902 | 2019-05-02",
        "finding | step | contact_id\ndate-missing | 1 | c1",
        as_of="2019-06-01",
    )
    judge(THREE, "code | date\nUX901 |", "finding\ndate-missing", as_of="2019-06-01")


def test_without_a_birth_date_only_the_age_rules_are_left_out(judge: Judge) -> None:
    """Order and duplicates are still judged."""
    judge(
        THREE,
        "code | date\nUX902 | 2019-03-02\nUX901 | 2019-03-03",
        """
        finding            | step
        birth-date-missing |
        visit-out-of-order | 2
        """,
        birth=None,
    )


def test_two_birth_dates_are_a_conflict(judge: Judge) -> None:
    """Age rules are off; one finding for the person."""
    judge(
        THREE,
        "code | date | person_id\nUX901 | 2019-09-01 | a",
        "finding | person_id | step\nbirth-date-conflict | a |",
        persons="""
        person_id | birth_date | target_group | listed_from | listed_to
        a         | 2019-03-01 | true         | 2019-03-01  | 2019-05-01
        a         | 2019-03-02 | true         | 2019-05-02  |
        """,
        as_of="2019-10-01",
    )


def test_an_unknown_person_is_found_once_and_alone(judge: Judge) -> None:
    """Nothing else is said of the visits; rows of other programmes make no finding."""
    judge(
        THREE,
        """
        person_id | code  | date
        z         | UX903 | 2019-01-01
        z         | UX901 | 2019-02-01
                  | UX901 | 2019-02-01
        y         | AA001 | 2019-02-01
        """,
        "finding | person_id\nperson-unknown | z\nperson-unknown |",
        persons="person_id | birth_date\na | 2019-03-01",
        as_of="2019-03-02",
    )


def test_staff_changed_compares_within_a_role(judge: Judge) -> None:
    """Somebody else in the same role than on the contact before; unknown is no change."""
    judge(
        THREE,
        """
        contact_id | code  | date       | staff_role | staff_id
        a          | UX901 | 2019-03-02 | nurse      | n1
        a          | UX901 | 2019-03-02 | social     | s1
        b          | UX902 | 2019-05-02 | nurse      | n2
        b          | UX902 | 2019-05-02 | social     | s1
        c          | UX903 | 2019-07-02 | social     | s2
        """,
        """
        finding       | step | contact_id | severity    | detail | related_step
        staff-changed | 2    | b          | information | nurse  | 1
        staff-changed | 3    | c          | information | social | 2
        """,
        as_of="2019-07-10",
    )


def test_a_contact_whose_rows_disagree_counts_with_the_earliest_day(judge: Judge) -> None:
    """One event, on the earliest day."""
    judge(
        THREE,
        """
        contact_id | code  | date
        a          | UX901 | 2019-05-03
        a          | UX901 | 2019-04-30
        """,
        "finding",
        as_of="2019-05-10",
    )


def test_gaps_are_counted_from_the_step_before(judge: Judge) -> None:
    """By number among those present; a negative gap is out of order and nothing else."""
    sequence = load("""
sequence:
  gap: {at_least: {weeks: 4}, at_most: {months: 3}}
  steps:
    - {number: 1, codes: ["UX901"]}
    - {number: 2, codes: ["UX902"]}
    - {number: 3, codes: ["UX903"]}
""")
    judge(
        sequence,
        "code | date\nUX901 | 2019-03-01\nUX902 | 2019-03-28\nUX903 | 2019-06-29",
        """
        finding       | step | related_step | detail
        gap-too-short | 2    | 1            | 2019-03-29
        gap-too-long  | 3    | 2            | 2019-06-28
        """,
        as_of="2019-12-31",
    )
    judge(
        sequence,
        "code | date\nUX901 | 2019-03-01\nUX903 | 2019-06-01",
        "finding | step\nvisit-skipped | 2",
        as_of="2019-06-01",
    )
    judge(
        sequence,
        "code | date\nUX901 | 2019-03-01\nUX902 | 2019-02-28",
        "finding | step\nvisit-out-of-order | 2",
        birth="2019-01-01",
        as_of="2019-03-02",
    )


def test_optional_and_unordered_steps(judge: Judge) -> None:
    """An optional step is never skipped; an unordered one takes no part in the order."""
    sequence = load("""
sequence:
  steps:
    - {number: 1, codes: ["UX901"], optional: true, window: {before: {months: 1}}}
    - {number: 2, codes: ["UX902"], ordered: false}
    - {number: 3, codes: ["UX903"]}
""")
    judge(
        sequence,
        "code | date\nUX902 | 2019-03-05\nUX903 | 2019-03-05\nUX902 | 2019-03-09",
        "finding | step\nduplicate-visit | 2",
        as_of="2020-12-31",
    )


def test_absolute_limits_are_errors_beyond_their_grace(judge: Judge) -> None:
    """Within the grace only the recommended limit is broken; beyond it the absolute alone."""
    sequence = load("""
sequence:
  steps:
    - number: 1
      codes: ["UX901"]
      window:
        absolute: {from: {weeks: 6}, grace: {days: 4}}
        recommended: {from: {months: 2}}
""")
    for on, found in (
        ("2019-04-07", "visit-too-early | error | 2019-04-12"),
        ("2019-04-08", "visit-too-early | warning | 2019-05-01"),
        ("2019-04-30", "visit-too-early | warning | 2019-05-01"),
    ):
        judge(
            sequence,
            f"code | date\nUX901 | {on}",
            f"finding | severity | detail\n{found}",
            as_of="2019-12-31",
        )
    judge(sequence, "code | date\nUX901 | 2019-05-01", "finding", as_of="2019-12-31")


def test_what_rests_on_an_assumption_is_at_most_a_warning(judge: Judge) -> None:
    """Even where the limit is absolute, or the order would make an error."""
    sequence = load("""
sequence:
  order: {basis: assumption}
  severities: {visit-skipped: error}
  steps:
    - {number: 1, codes: ["UX901"]}
    - number: 2
      codes: ["UX902"]
      window: {before: {months: 1}, strength: absolute, basis: assumption}
    - {number: 3, codes: ["UX903"]}
""")
    judge(
        sequence,
        "code | date\nUX903 | 2019-05-03\nUX902 | 2019-05-04",
        """
        finding            | step | severity | basis
        visit-skipped      | 1    | warning  | assumption
        visit-too-late     | 2    | warning  | assumption
        visit-out-of-order | 3    | warning  | assumption
        """,
        as_of="2019-05-10",
    )


def test_requirements_on_add_ons_and_staff(judge: Judge) -> None:
    """A missing add-on is found; a role is missed only where some role is known."""
    sequence = load("""
sequence:
  steps:
    - {number: 1, codes: ["UX901"], requires: {add_ons: [ZV025, ZV509], staff: [nurse, social]}}
    - {number: 2, codes: ["UX902"], requires: {staff: [nurse]}}
""")
    judge(
        sequence,
        """
        contact_id | code  | date       | add_ons | staff_role
        a          | UX901 | 2019-03-05 | ZV025   | nurse
        b          | UX902 | 2019-03-06 |         |
        """,
        """
        finding        | step | contact_id | detail
        add-on-missing | 1    | a          | ZV509
        staff-missing  | 1    | a          | social
        """,
        as_of="2019-03-10",
    )
