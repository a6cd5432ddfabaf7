"""Rule ``file-named-otherwise``: a file and its document with different names."""

from __future__ import annotations

from proposals.examples import RIGHT, document, findings, sagt, said

from kvacodes.proposals.checking import check_documents

RULE = "file-named-otherwise"


def test_the_id_is_the_place() -> None:
    """The hint is the name of the file."""
    found = findings(RULE, RIGHT)
    assert said(found) == [
        "2:5 the file is named a, but the document hembesok; rename the file to hembesok.yaml",
    ]
    assert sagt(found) == [
        "2:5 filen heter a, men dokumentet hembesok; döp om filen till hembesok.yaml",
    ]


def test_a_text_without_a_file_has_no_name() -> None:
    """What is given as text is not judged."""
    given = check_documents([document(RIGHT, file="<text>")], select=[RULE])
    named = check_documents([document(RIGHT, file="x/hembesok.yaml")], select=[RULE])
    assert (given.findings, named.findings) == ((), ())
