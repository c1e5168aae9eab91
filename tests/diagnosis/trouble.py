"""A network in which something is wrong, and the cause that is to be named."""

from dataclasses import dataclass, field

from conntest.model.finding import Code, Domain, Severity, Verdict
from conntest.model.host import Region
from tests.diagnosis.world import Change, Where, port, region, run_with

NOTHING_WORKS = {Domain.TWS: Verdict.FAIL, Domain.PORTAL: Verdict.FAIL}

ONLY_TWS = {Domain.TWS: Verdict.FAIL, Domain.PORTAL: Verdict.PASS, Domain.DNS: Verdict.PASS}

ONLY_PORTAL = {Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.FAIL, Domain.DNS: Verdict.PASS}

NO_NAMES = {**NOTHING_WORKS, Domain.DNS: Verdict.FAIL}

WORKS = {Domain.TWS: Verdict.PASS, Domain.PORTAL: Verdict.PASS, Domain.DNS: Verdict.PASS}

#: The gateways' ports, whoever is asked on them: what a firewall rule about ports concerns.
tws_ports = port(4000) | port(4001)

in_europe = region(Region.EUROPE)

of_europe = run_with(regions=(Region.EUROPE,))

without_third_parties = run_with(third_party=False)

#: Looks public, and is none of IBKR's.
SINKHOLE = "81.2.70.66"

ZSCALER = "Zscaler Intermediate Root CA (zscalerthree.net)"


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """`code` comes first, with these `facts`, which may be paths such as `block.in_tls`. Besides it at most `also` is
    found, and it hides exactly `hides`. `verdict` is that of the whole run, where it is not as bad as the finding."""

    name: str
    changes: tuple[Change, ...]
    code: Code
    facts: dict[str, object] = field(default_factory=dict)
    severity: Severity = Severity.FAIL
    verdicts: dict[Domain, Verdict] = field(default_factory=dict)
    verdict: Verdict | None = None
    subjects: Where | None = None
    also: frozenset[Code] = frozenset()
    hides: frozenset[Code] = frozenset()
    says: tuple[str, ...] = ()
