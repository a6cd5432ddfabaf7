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
        "These are the specification tests. Each runs on objects and on every kind of table.",
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
