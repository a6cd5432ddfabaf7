"""How code sets show themselves in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kvacodes.model.code import Code
    from kvacodes.model.document import CodeSet

__all__ = ["code_set_html"]

MOST_ROWS = 200
"""How many codes are shown; a notebook with thousands of rows is no help."""


def code_set_html(code_set: CodeSet) -> str:
    """Return a code set as a heading and a table of its codes."""
    from html import escape  # it brings all entities that HTML knows

    decisions = "; ".join(escape(decision.reference) for decision in code_set.decisions)
    rows = "".join(_row(code) for code in code_set.codes[:MOST_ROWS])
    more = len(code_set.codes) - MOST_ROWS
    foot = f'<tr><td colspan="4">… {more} till</td></tr>' if more > 0 else ""
    return (
        f'<div lang="sv"><p><strong>{escape(code_set.title.sv)}</strong>'
        f" <code>{escape(code_set.id)}</code><br>{decisions}</p>"
        "<table><thead><tr><th>Kod</th><th>Kodtext</th><th>Giltig</th><th>Beslut</th></tr>"
        f"</thead><tbody>{rows}{foot}</tbody></table></div>"
    )


def _row(code: Code) -> str:
    from html import escape

    cells = (
        f"<code>{escape(code.code)}</code>",
        escape(code.text),
        escape("; ".join(str(interval) for interval in code.validity)),
        escape(code.decision.reference),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
