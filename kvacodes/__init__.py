"""Regional procedure codes, visit sequences, indicators and funding rules as one thing.

`load` reads documents into a catalogue; `kvacodes.sequences`, `kvacodes.indicators`,
`kvacodes.funding` and `kvacodes.disclosure` compute with it. Importing this package
loads next to nothing: each name is fetched when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from kvacodes._version import __version__

if TYPE_CHECKING:
    from kvacodes import disclosure, funding, indicators, sequences, synthesize
    from kvacodes.catalogue import Catalogue
    from kvacodes.documents import load
    from kvacodes.errors import KvacodesError
    from kvacodes.extracts import Columns, Person, Visit
    from kvacodes.findings import Finding, Place, Severity
    from kvacodes.model import Code, CodeSet, Decision
    from kvacodes.periods import Period

_HOMES = {
    "Catalogue": "kvacodes.catalogue",
    "Code": "kvacodes.model",
    "CodeSet": "kvacodes.model",
    "Columns": "kvacodes.extracts",
    "Decision": "kvacodes.model",
    "Finding": "kvacodes.findings",
    "KvacodesError": "kvacodes.errors",
    "Period": "kvacodes.periods",
    "Person": "kvacodes.extracts",
    "Place": "kvacodes.findings",
    "Severity": "kvacodes.findings",
    "Visit": "kvacodes.extracts",
    "load": "kvacodes.documents",
}
_ROOMS = ("disclosure", "funding", "indicators", "sequences", "synthesize")

__all__ = [
    "Catalogue",
    "Code",
    "CodeSet",
    "Columns",
    "Decision",
    "Finding",
    "KvacodesError",
    "Period",
    "Person",
    "Place",
    "Severity",
    "Visit",
    "__version__",
    "disclosure",
    "funding",
    "indicators",
    "load",
    "sequences",
    "synthesize",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562
    """Fetch a name of the package, or one of its rooms, on first use."""
    if name in _ROOMS:
        return importlib.import_module(f"kvacodes.{name}")
    if name not in _HOMES:
        message = f"module 'kvacodes' has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
