"""The page of findings about visits: each id, and the specification it is tested by."""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

from kvacodes.sequences.kinds import DEFAULT_SEVERITY
from kvacodes.sequences.wording import TITLES

SPECIFICATION = Path(__file__).parents[2] / "tests" / "sequences" / "test_findings.py"


def finding_page() -> str:
    """Return the page: the ids, then every specification test as it runs."""
    lines = [
        "# Findings about visits",
        "",
        "Windows and gaps have the severity of their strength: a recommended limit is a warning,",
        "an absolute one an error. A document may override each; what rests on an assumption is",
        "at most a warning.",
        "",
        "| id | Swedish | English | severity |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| `{finding}` | {TITLES[finding].sv} | {TITLES[finding].en} | {severity} |"
        for finding, severity in DEFAULT_SEVERITY.items()
    ]
    lines += [
        "",
        "## Precisely",
        "",
        "These are the specification tests. Each runs on objects, one person at a time and all",
        "together, and on tables of pandas (with NumPy and with Arrow), Polars (eager and lazy),",
        "PyArrow, DuckDB, Ibis on DuckDB, and Ibis on PostgreSQL where there is a server; on Spark",
        "by a command of its own, `pytest -m spark`, which needs PySpark and Java.",
        "",
        "The edges, in words:",
        "",
        "- Age is in completed calendar months, so a window from two months begins on the day",
        "  that the child turns two months. That day is inside; the day before is too early.",
        "- `before` is the first day outside: the day before it is the last one inside, and is the",
        "  day that messages name.",
        "- A day that the target month lacks becomes its last day: born on 31 December, two",
        "  months old on the last of February; born on 29 February, a year old on 28 February, or",
        "  on 1 March where the sequence says `month_end: roll`.",
        "- A visit on the birthday itself is no visit before birth; one on the day of the question",
        "  is none after it. A step is overdue from the day after its last day.",
        "- A code is in force on its first and on its last day; between the decision and a start",
        "  at the latest it is permitted, and that is information.",
        "- On one day, the event with the smaller contact key (as text) is the first of its step.",
        "  Steps on one day are not out of order: each later one gets `same-day-visits`.",
        "- With grace, the limit stands, and as many days beyond it are let pass, all included.",
        "",
    ]
    return "\n".join(lines + _specifications())


def _specifications() -> list[str]:
    source = SPECIFICATION.read_text(encoding="utf-8")
    lines: list[str] = []
    for node in ast.parse(source).body:
        if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
            continue
        title = node.name.removeprefix("test_").replace("_", " ").capitalize()
        body = textwrap.dedent(ast.get_source_segment(source, node) or "")
        code = body.split('"""', 2)[2].strip("\n")
        docstring = ast.get_docstring(node) or ""
        lines += [f"### {title}", "", docstring, ""]
        lines += ["```text", textwrap.dedent(code), "```", ""]
    return lines
