"""What is loaded when: the light half stays light, seen from a fresh interpreter."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys

import pytest

ENGINES = {"duckdb", "ibis", "narwhals", "numpy", "pandas", "polars", "pyarrow", "pyspark"}
SLOW = ENGINES | {"matplotlib", "openpyxl", "scipy", "sqlglot", "xlsxwriter"}


def loaded_after(code: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has loaded after some code."""
    # Modules that site brings (editable installs, coverage) are there before the first line.
    program = (
        "import io, json, sys\n"
        "before, out, sys.stdout = set(sys.modules), sys.stdout, io.StringIO()\n"
        f"{code}\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "out.write(json.dumps(sorted(new)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def is_there(module: str) -> bool:
    """Say whether a module can be imported, without importing it."""
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def test_the_package_alone_loads_next_to_nothing() -> None:
    """`import kvacodes` loads no package but the standard library and itself."""
    new = loaded_after("import kvacodes")
    assert new - sys.stdlib_module_names == {"kvacodes"}


def test_looking_a_code_up_loads_no_engine() -> None:
    """Loading the shipped documents and looking a code up needs the core packages alone."""
    new = loaded_after("import kvacodes; kvacodes.load().code('UX273')")
    assert new & SLOW == set()
    assert {"attr", "yaml"} <= new


def test_checking_one_child_loads_no_engine() -> None:
    """A registration form can check one child's visits without a dataframe library."""
    new = loaded_after(
        "from datetime import date; import kvacodes; from kvacodes import sequences\n"
        "s = kvacodes.load().code_set('utokat-hembesok-bvc').sequence\n"
        "v = sequences.Visit(contact_id='c1', date=date(2019, 3, 1), code='UX273')\n"
        "sequences.check_visits([v], s, birth_date=date(2019, 2, 1), as_of=date(2019, 4, 1))"
    )
    assert new & SLOW == set()


@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("check", ["check"]),
        ("show", ["show", "UX273"]),
        ("show", ["show", "utokat-hembesok-bvc"]),
        ("show", ["show", "RS 2018-00133"]),
        ("main", ["--version"]),
        ("main", ["--help"]),
    ],
    ids=["check", "show code", "show set", "show decision", "version", "help"],
)
def test_light_commands_load_no_engine(module: str, arguments: list[str]) -> None:
    """Commands of the light half load no dataframe library and no narwhals."""
    assert is_there(f"kvacodes.cli.{module}")
    target = (
        "; from kvacodes.documents.shipped import shipped_folder as s; arguments.append(str(s()))"
        if arguments == ["check"]
        else ""
    )
    new = loaded_after(
        f"arguments = {arguments!r}{target}\n"
        "from kvacodes.cli.main import main\n"
        "try: main(arguments)\n"
        "except SystemExit as end: assert not end.code, end.code"
    )
    assert new & SLOW == set()


@pytest.mark.skipif(not is_there("duckdb"), reason="DuckDB is not installed")
def test_tables_of_duckdb_need_no_pyarrow() -> None:
    """Polars reads DuckDB's own stream, so that the largest of the libraries can be away."""
    new = loaded_after(
        "sys.modules.update(pandas=None, pyarrow=None)  # as if they were not installed\n"
        "from datetime import date; import duckdb, kvacodes\n"
        "from kvacodes import Period, indicators, sequences\n"
        "contacts = duckdb.sql(\"select 1 contact_id, 1 person_id, date '2019-03-01' date,\"\n"
        "    \"'UX273' code, 'u' unit_id\")\n"
        "persons = duckdb.sql(\"select 1 person_id, date '2019-02-01' birth_date, 'u' unit_id,\"\n"
        "    \"date '2019-02-01' listed_from, null::date listed_to, true target_group\")\n"
        "programme = kvacodes.load().code_set('utokat-hembesok-bvc')\n"
        "day = date(2019, 12, 31)\n"
        "found = indicators.follow_up(\n"
        "    contacts, persons, programme, period=Period.year(2019), as_of=day)\n"
        "assert found.table.height\n"
        "judged = sequences.conformance(contacts, persons, programme.sequence, as_of=day)\n"
        "assert judged.status.height == 1"
    )
    assert {"duckdb", "polars"} <= new
