"""Whatever text a report holds, it only ever shows as text."""

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from conntest.model.finding import Code, Severity, Verdict
from conntest.render.terminal import render, to_text
from conntest.report_io.json import from_json, schema, to_json
from conntest.report_io.validate import DocumentError
from tests.render import samples
from tests.render.hostile import ONE_OF_EACH, SAMPLE, hostile, poisoned, quick
from tests.render.paper import SGR, pipe, terminal, written
from tests.worded import worded

HOSTS = tuple({result.host for result in SAMPLE.endpoints})
SCHEMA = jsonschema.Draft202012Validator(schema())


@quick
@given(hostile, st.integers(60, 120), st.booleans())
def test_no_control_character_reaches_a_pipe_and_nothing_sticks_out(poison: str, width: int, verbose: bool) -> None:
    text = to_text(poisoned(ONE_OF_EACH, poison), width=width, verbose=verbose)
    for line in text.split("\n"):
        assert line.isprintable()
        assert cell_len(line) <= width or line.lstrip().startswith(HOSTS), (
            "only a host name may be longer: it is never cut"
        )


@quick
@given(hostile)
def test_a_colour_terminal_gets_our_colours_and_no_other_sequence(poison: str) -> None:
    console = terminal()
    report = poisoned(ONE_OF_EACH, poison)
    render(report, console)
    assert SGR.sub("", written(console)) == to_text(report)


@quick
@given(hostile, st.sampled_from(["ascii", "cp932", "latin-1"]))
def test_an_old_encoding_never_fails(poison: str, encoding: str) -> None:
    console = pipe(encoding=encoding)
    render(poisoned(ONE_OF_EACH, poison), console)
    written(console).encode(encoding)


def test_markup_shows_as_it_was_sent() -> None:
    markup = "[bold red]no[/] :warning: [link=x]y"
    finding = worded(code=Code.NO_INTERNET, severity=Severity.FAIL, title=markup, summary="Nothing answers.")
    report = replace(samples.healthy(), verdict=Verdict.FAIL, findings=(finding,))
    assert f"FAIL  {markup}." in to_text(report)


@pytest.mark.thorough
@quick
@given(hostile)
def test_a_json_report_is_printable_valid_and_comes_back(poison: str) -> None:
    report = poisoned(ONE_OF_EACH, poison)
    # Only in a report for the public another text may stand in the place of an address.
    text = to_json(replace(report, run=replace(report.run, share="public")))
    assert all(line.isprintable() for line in text.split("\n"))
    SCHEMA.validate(json.loads(text))
    assert to_json(from_json(text)) == text


@quick
@given(st.text() | hostile)
def test_any_text_is_a_report_or_an_error_in_one_line(text: str) -> None:
    with pytest.raises(DocumentError) as caught:
        from_json(text)
    assert str(caught.value).isprintable()


DOCUMENT = json.loads(to_json(samples.dns_tampered()))
values: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just([]) | st.just({})
)


def _places(document: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    return [place, *(inner for key, value in items for inner in _places(value, (*place, key)))]


@quick
@given(st.sampled_from(_places(DOCUMENT)[1:]), values)
def test_a_changed_document_is_refused_in_one_line_or_can_be_shown(place: tuple[Any, ...], value: Any) -> None:
    document = json.loads(json.dumps(DOCUMENT))
    *outer, last = place
    target = document
    for key in outer:
        target = target[key]
    target[last] = value
    try:
        report = from_json(json.dumps(document))
    except DocumentError as error:
        assert str(error).isprintable()
        return
    to_json(report)
    render(report, pipe(), verbose=True)
