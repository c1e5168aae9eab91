"""Who is told what to do first: the owner of a network and IT, or whoever can act where the network has no part."""

from dataclasses import replace

from conntest.findings import about
from conntest.findings.proxy_advice import ASK_FIRST
from conntest.model.finding import Code, Domain, Finding, Remedy, Severity, Who
from conntest.render.audiences import Audience, advice_of, first_steps
from tests.every import every
from tests.render import samples
from tests.worded import worded

OWN, OFFICE = "If this is your own network", "In an office or hotel: send this to IT"


def finding(*whos: Who, domain: Domain = Domain.TWS, severity: Severity = Severity.FAIL) -> Finding:
    remedies = tuple(Remedy(who=who, steps=(f"{who} first.", f"Windows: {who} second.")) for who in whos)
    made: Finding = worded(code=Code.NO_INTERNET, severity=severity, title="T", summary="S.", remedies=remedies)
    return replace(made, domains=frozenset({domain}))


def shown(*whos: Who, **more: object) -> list[tuple[str, str | None]]:
    report = replace(samples.healthy(), findings=(finding(*whos, **more),))  # type: ignore[arg-type]
    return [(advice.title, advice.first) for advice in first_steps(report)]


@every(
    ("whos", "told"),
    [
        ((Who.IT, Who.YOU), [(OWN, "you first."), (OFFICE, "it first.")]),
        ((Who.IT, Who.ISP, Who.IBKR), [(OWN, "isp first."), (OFFICE, "it first.")]),
        ((Who.YOU, Who.IBKR), [("What to do first", "you first.")]),
        ((Who.IBKR,), [("What to do first", "ibkr first.")]),
        ((), []),
    ],
)
def test_the_owner_of_the_network_and_it_have_a_first_step_each(
    whos: tuple[Who, ...], told: list[tuple[str, str | None]]
) -> None:
    assert shown(*whos) == told


def test_an_owner_for_whom_there_is_no_step_is_sent_to_those_for_it() -> None:
    own, office = shown(Who.IT)
    assert own == (OWN, "You run the router, the firewall and the proxy yourself: follow the steps for IT.")
    assert office == (OFFICE, "it first.")


def test_what_is_wrong_with_this_computer_is_no_matter_of_whose_network_it_is() -> None:
    assert shown(Who.YOU, Who.IT, domain=Domain.MACHINE) == [("What to do first", "you first.")]


def test_what_only_informs_asks_for_nothing() -> None:
    assert shown(Who.YOU, Who.IT, severity=Severity.INFO) == []


def test_steps_for_other_systems_are_apart() -> None:
    one = finding(Who.YOU, Who.IT)
    own, *_others = advice_of(one, "Linux 6.8")
    assert own.audience is Audience.OWN
    assert own.parts[0].steps == ("you first.",)
    assert own.parts[0].others == (("Windows", ("you second.",)),)


@every("code", Code)
def test_a_caveat_is_never_the_first_step(code: Code) -> None:
    for advice in about(code).advice:
        for remedy in advice.remedies:
            assert remedy.steps[0] != ASK_FIRST
            assert not remedy.steps[0].startswith(("If your company", "In a company"))
