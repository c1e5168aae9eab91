"""Two runs side by side: what the comparison says, and that it stays on the paper."""

from dataclasses import replace

from rich.cells import cell_len

from conntest.language import LANGUAGES, using
from conntest.model.egress import Egress, Exits, Pattern
from conntest.model.finding import Severity
from conntest.model.report import Labels, Report
from conntest.render.beside import meaning, render
from tests.every import every
from tests.render import samples
from tests.render.paper import pipe, written


def at(address: str, report: Report, site: str = "") -> Report:
    """`report` as if it had left from `address`."""
    exits = Exits(path="direct", family=4, pattern=Pattern.CONSTANT, addresses=(address,), confidence=None)
    egress = Egress(samples=(), addresses=(), pattern=Pattern.CONSTANT, confidence=None, exits=(exits,))
    return replace(report, egress=egress, run=replace(report.run, labels=Labels(site=site or None)))


HEALTHY, BLOCKED = samples.healthy(), samples.ports_blocked()
OFFICE, HOTSPOT = "81.2.69.160", "90.1.2.3"
TAMPERED = replace(samples.dns_tampered(), egress=None)
ONLY_CLOCK = replace(BLOCKED, findings=(replace(samples.CLOCK_SKEW, severity=Severity.FAIL),))


@every(
    ("old", "new", "said"),
    [
        (at(OFFICE, BLOCKED), at(HOTSPOT, HEALTHY), "the other network is the cause"),
        (at(OFFICE, HEALTHY), at(HOTSPOT, BLOCKED), "this network is the cause"),
        (at(OFFICE, BLOCKED), at(HOTSPOT, BLOCKED), "look at this computer first"),
        (at(OFFICE, BLOCKED), TAMPERED, "for different causes"),
        (at(OFFICE, HEALTHY), at(HOTSPOT, HEALTHY), "It works on both networks."),
        (at(OFFICE, BLOCKED), at(OFFICE, HEALTHY), "left from the same public address"),
        (at(OFFICE, ONLY_CLOCK), at(HOTSPOT, HEALTHY), "It works on both networks."),
    ],
)
def test_it_says_which_network_is_the_cause(old: Report, new: Report, said: str) -> None:
    assert said in meaning(old, new)


def test_each_question_has_a_line_with_a_column_for_each_network() -> None:
    console = pipe()
    render(at(OFFICE, BLOCKED, "office"), at(HOTSPOT, HEALTHY, "hotspot"), console)
    lines = written(console).splitlines()
    assert next(line for line in lines if "office" in line).split() == ["office", "hotspot"]
    row = next(line for line in lines if line.startswith("  Gateways"))
    assert row.split("✗")[1].split("✓")[0].strip() == "0 of 36: timed out"
    assert "✓ 36 of 36" in row


@every("language", LANGUAGES)
@every("width", [60, 80, 110])
def test_no_line_is_wider_than_the_terminal(width: int, language: str) -> None:
    console = pipe(width)
    with using(language):
        render(at(OFFICE, samples.dns_tampered(), "x" * 200), at(HOTSPOT, BLOCKED), console)
    assert max(map(cell_len, written(console).splitlines())) <= width
