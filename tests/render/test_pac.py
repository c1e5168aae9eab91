"""Setup scripts in words."""

from dataclasses import replace

from conntest.model.pac import Browser, PacDecision, PacOutcome, PacProblem, PacReport
from conntest.model.plan import ProbePlan, ScriptProbe
from conntest.model.report import RunOptions
from conntest.render.pac import script_lines, told
from conntest.render.plan import to_json
from conntest.render.sheet import Sheet
from tests.every import every
from tests.render.paper import pipe

WORKS = PacReport(
    setting="wininet:pac",
    url="http://wpad/proxy.pac",
    outcome=PacOutcome.EVALUATED,
    decisions=(
        PacDecision(host="a", answer="PROXY p:1; DIRECT", choices=("http://p:1", "direct")),
        PacDecision(host="b", answer="DIRECT", choices=("direct",)),
        PacDecision(host="c", answer="DIRECT", choices=("direct",)),
    ),
)


def test_a_script_that_works_is_told_by_its_decisions() -> None:
    assert told(WORKS) == "http://wpad/proxy.pac works: direct for 2 hosts, http://p:1 then direct for 1 host"


def test_what_browsers_make_of_a_script_otherwise_is_said() -> None:
    one, two, three = WORKS.decisions
    other = replace(two, firefox=("http://p:1",))
    bad = replace(three, answer="undefined", problem=PacProblem.NO_TEXT)
    report = replace(WORKS, decisions=(one, other, bad), not_followed_by=(Browser.CHROMIUM,))
    assert told(report) == (
        "http://wpad/proxy.pac works: direct for 2 hosts, http://p:1 then direct for 1 host, in Firefox http://p:1 for "
        "1 host, no answer that browsers understand for 1 host, Chrome and Edge do not follow it"
    )


@every("outcome", PacOutcome)
def test_every_outcome_has_words(outcome: PacOutcome) -> None:
    report = PacReport(setting="s", url=None, outcome=outcome, reason="because")
    assert told(report).startswith("automatic detection ")
    assert told(report).endswith(": because")


PROBE = ScriptProbe(
    id="script:s", setting="s", why="set in a dialog", urls=("http://wpad.x.com/wpad.dat",), hosts=("a", "b")
)


@every(
    ("probe", "words"),
    [
        (PROBE, "fetched from http://wpad.x.com/wpad.dat"),
        (replace(PROBE, urls=("data:text/plain,secret",)), "fetched from data:text/plain,…"),
        (
            replace(PROBE, urls=("file:///etc/p.pac",), set_in="GNOME"),
            "a setup script that Firefox follows, and Chrome and Edge do not:",
        ),
        (replace(PROBE, detected=True), "looked for at http://wpad.x.com/wpad.dat"),
        (replace(PROBE, detected=True, urls=()), "this computer has no domain to look in"),
    ],
)
def test_a_plan_says_where_scripts_come_from(probe: ScriptProbe, words: str) -> None:
    plan = ProbePlan(options=RunOptions(timeout_s=5, deadline_s=90), endpoints=(), probes=(), scripts=(probe,))
    console = pipe()
    sheet = Sheet.of(console)
    text = "\n".join(line.plain for line in script_lines(plan, sheet))
    assert words in text
    assert "the way to 2 hosts" in text
    assert '"script:s"' in to_json(plan)


def test_a_plan_without_scripts_says_nothing() -> None:
    plan = ProbePlan(options=RunOptions(timeout_s=5, deadline_s=90), endpoints=(), probes=())
    assert list(script_lines(plan, Sheet.of(pipe()))) == []
