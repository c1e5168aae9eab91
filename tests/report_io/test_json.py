"""The JSON report: its form, its way back, and what is refused."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from conntest.model.observation import (
    Bug,
    Certificate,
    ConnectStep,
    Crash,
    GreetingStep,
    HttpStep,
    ProbeKind,
    ProxyConnectStep,
    ResolveStep,
    TlsStep,
)
from conntest.model.report import Report, Tool
from conntest.report_io.json import from_json, record_of, schema, to_json
from conntest.report_io.validate import DocumentError
from tests.every import every
from tests.render import samples

SAMPLES = (samples.healthy, samples.ports_blocked, samples.dns_tampered)
SCHEMA = schema()

#: contract.md, "The JSON report", with the headline beside the verdict.
KEYS = (
    "schema_version tool run verdict headline verdicts findings endpoints paths observations certificates machine"
    " machine_reading path_readings egress redactions"
).split()


def rounded(report: Report) -> Report:
    """The sample without the digits that a document drops."""
    return replace(report, run=replace(report.run, duration_s=round(report.run.duration_s, 6)))


def test_the_keys_come_in_the_order_of_the_contract() -> None:
    document = json.loads(to_json(samples.healthy()))
    assert list(document) == KEYS
    assert list(document["observations"][1]["steps"][0]) == ["operation", "t0", "t", "failure", "raw_error", "detail"]


def test_the_form_is_indented_and_ends_with_a_newline() -> None:
    text = to_json(samples.healthy())
    assert text.startswith('{\n  "schema_version": "1.0",\n')
    assert text.endswith("\n}\n")


def test_an_observation_and_an_endpoint_are_a_line() -> None:
    report = samples.healthy()
    lines = to_json(report).splitlines()
    for name in (*(seen.id for seen in report.observations), *(endpoint.id for endpoint in report.endpoints)):
        assert sum(line.startswith(f'    {{"id": "{name}"') for line in lines) == 1


def with_chains(*chains: tuple[Certificate, ...]) -> Report:
    """A sample in which a host presented these chains, one after the other."""
    report = samples.healthy()
    secured = next(seen for seen in report.observations if seen.tls)
    assert secured.tls
    steps = tuple(replace(secured.tls, detail=replace(secured.tls.detail, chain=chain)) for chain in chains)
    return rounded(replace(report, observations=(replace(secured, steps=steps),)))


def a_certificate(name: str, fingerprint: str) -> Certificate:
    return replace(
        next(seen.tls.detail.chain[0] for seen in samples.healthy().observations if seen.tls),
        names=(name,),
        sha256=fingerprint,
    )


def test_each_certificate_is_written_once_and_comes_back_in_every_chain() -> None:
    leaf, root = a_certificate("a.example", "aa"), a_certificate("b.example", "bb")
    report = with_chains((leaf, root), (leaf,), (leaf, root))
    document = json.loads(to_json(report))
    assert [step["detail"]["chain"] for step in document["observations"][0]["steps"]] == [
        ["aa", "bb"],
        ["aa"],
        ["aa", "bb"],
    ]
    assert list(document["certificates"]) == ["aa", "bb"]
    assert from_json(to_json(report)) == report


def test_certificates_whose_fingerprints_were_taken_out_stay_two() -> None:
    report = with_chains((a_certificate("a.example", ""),), (a_certificate("b.example", ""),))
    assert list(json.loads(to_json(report))["certificates"]) == ["", "-2"]
    assert from_json(to_json(report)) == report


def test_readable_text_stays_readable() -> None:
    assert "日本語" in to_json(replace(samples.healthy(), tool=Tool(name="conntest", version="日本語")))


def test_times_are_rounded_to_microseconds() -> None:
    assert json.loads(to_json(samples.healthy()))["run"]["duration_s"] == 1.841235


def test_what_did_not_happen_is_null() -> None:
    document = json.loads(to_json(samples.ports_blocked()))
    assert document["egress"] is None
    assert document["observations"][-1]["steps"][0]["detail"]["rtt_ms"] is None


@pytest.mark.parametrize("sample", [samples.healthy, samples.ports_blocked])
def test_a_report_comes_back_as_it_was(sample: Callable[[], Report]) -> None:
    assert from_json(to_json(sample())) == rounded(sample())


def test_every_kind_of_step_comes_back_as_its_kind() -> None:
    back = from_json(to_json(samples.healthy()))
    kinds = [type(step) for seen in back.observations for step in seen.steps]
    assert set(kinds) == {ResolveStep, ConnectStep, ProxyConnectStep, TlsStep, HttpStep, GreetingStep}
    assert kinds == [type(step) for seen in samples.healthy().observations for step in seen.steps]


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_report_is_valid_by_the_schema(sample: Callable[[], Report]) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(to_json(sample())))


def test_the_schema_is_a_schema_and_says_what_it_is() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == "urn:conntest:report:1.0"
    assert SCHEMA["required"] == KEYS
    assert "RFC 3339" in SCHEMA["$defs"]["Run"]["description"]


@pytest.mark.parametrize("missing", ["verdict", "egress", "redactions"])
def test_the_schema_wants_every_key(missing: str) -> None:
    document = json.loads(to_json(samples.healthy()))
    del document[missing]
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(document)


Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> str:
    document = json.loads(to_json(samples.healthy()))
    change(document)
    return json.dumps(document)


def test_keys_of_a_later_minor_version_are_ignored() -> None:
    later = changed(lambda d: d.update(schema_version="1.9", novelty={"a": 1}))
    assert replace(from_json(later), schema_version="1.0") == rounded(samples.healthy())


@every(
    ("change", "sentence"),
    [
        (lambda d: d.pop("schema_version"), "this JSON is not a conntest report: it has no schema_version"),
        (
            lambda d: d.update(schema_version="2.0"),
            "this report has schema version '2.0'; this conntest reads 1.0",
        ),
        (lambda d: d.pop("certificates"), "this report cannot be read: certificates: Field required"),
        (
            lambda d: d["certificates"].clear(),
            f"this report cannot be read: certificates: '{32 * 'ab'}' is in a chain and not in here",
        ),
        (lambda d: d.pop("verdict"), "this report cannot be read: verdict: Field required"),
        (lambda d: d.update(verdict="new"), "this report cannot be read: verdict: 'new' is not known to this conntest"),
        (
            lambda d: d["observations"][1]["steps"][0].pop("operation"),
            "this report cannot be read: observations.1.steps.0 names no operation that this conntest knows",
        ),
        (
            lambda d: d["observations"][1]["steps"][0].update(failure="new_error"),
            "this report cannot be read: observations.1.steps.0.failure: 'new_error' is not known to this conntest",
        ),
        (
            lambda d: d["observations"][2]["steps"][1].pop("detail"),
            "this report cannot be read: observations.2.steps.1.detail: Field required",
        ),
        (
            lambda d: d["observations"][1]["steps"][0].pop("failure"),
            "this report cannot be read: observations.1.steps.0.failure: Field required",
        ),
        (
            lambda d: d["observations"][1]["steps"][0].update(raw_error="words without a failure"),
            "this report cannot be read: observations.1.steps.0.failure: None is not known to this conntest",
        ),
        (
            lambda d: d["observations"][1]["steps"][0].update(t=0.01),
            "this report cannot be read: observations.1.steps.0: a step from 0.05 s to 0.01 s: t >= t0 >= 0 must hold",
        ),
        (
            lambda d: d["observations"][1]["steps"][0]["detail"].update(retransmits=-1),
            "this report cannot be read: observations.1.steps.0.detail: retransmits is -1: it cannot be negative",
        ),
        (
            lambda d: d["observations"][1].update(address="ndc1.ibllc.com"),
            "this report cannot be read: observations.1: 'ndc1.ibllc.com' is no IP address",
        ),
        (
            lambda d: d["observations"][1].update(row="ndc1"),
            "this report cannot be read: observations.1: ndc1:4000/connect@208.245.107.3 must be about"
            " one endpoint, row, proxy or setting",
        ),
        (
            lambda d: d["observations"][1].pop("steps"),
            "this report cannot be read: observations.1.steps: Field required",
        ),
        (
            lambda d: d["endpoints"][0].update(port="4000"),
            "this report cannot be read: endpoints.0.port: Input should be a valid integer",
        ),
    ],
)
def test_a_report_that_cannot_be_read_is_refused_with_the_place(change: Change, sentence: str) -> None:
    with pytest.raises(DocumentError) as caught:
        from_json(changed(change))
    assert str(caught.value) == sentence


@every("text", ["", "{", "[" * 100_000, "NaN", "[1e999]", "9" * 5000, "null", "[]", '"x"', "\ud800"])
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(DocumentError):
        from_json(text)


def test_a_crash_has_what_broke_in_the_place_of_steps() -> None:
    bug = Bug(exception="ValueError", text="no such thing")
    crash = Crash(id="ndc1:4000/tls@crashed", kind=ProbeKind.TLS, endpoint="ndc1:4000", crash=bug)
    report = replace(samples.healthy(), observations=(crash,))
    (document,) = json.loads(to_json(report))["observations"]
    assert document["crash"] == {"exception": "ValueError", "text": "no such thing"}
    assert "steps" not in document
    assert from_json(to_json(report)).observations == (crash,)
    jsonschema.validate(json.loads(to_json(report)), schema())


def test_the_record_of_a_report_holds_what_was_seen_and_no_judgement() -> None:
    report = samples.ports_blocked()
    record = record_of(report)
    assert record.observations == report.observations
    assert [endpoint.id for endpoint in record.endpoints] == [result.id for result in report.endpoints]
    assert record.machine == report.machine
