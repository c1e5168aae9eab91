"""Name servers that are half dead, slow, or right to deny."""

from conntest.model.finding import Code, Domain, Verdict
from conntest.model.host import Region
from tests.diagnosis.answers import empty, nxdomain, servfail, slow, unanswered
from tests.diagnosis.lookalike import FORWARDER, ONLY_TWS_ASKED, UNDECIDED, Lookalike, like
from tests.diagnosis.trouble import without_third_parties
from tests.diagnosis.world import ibkr, machine, names, region, row, run_with, truly

LOOKALIKES: tuple[Lookalike, ...] = (
    like(
        "the second of two name servers is dead",
        Code.DNS_UNAVAILABLE,
        Code.DNS_SLOW,
        Code.DNS_NAMES_MISSING,
        changes=(machine(name_servers=("192.168.1.1", "192.168.1.9")), names().by_server("192.168.1.9", unanswered)),
    ),
    like(
        "public resolvers are out of reach",
        Code.DNS_UNAVAILABLE,
        Code.DNS_NAMES_MISSING,
        Code.DNS_TAMPERED,
        changes=(names().publicly(unanswered),),
    ),
    like(
        "name servers cannot be asked by themselves, and programs resolve",
        Code.DNS_UNAVAILABLE,
        Code.DNS_SLOW,
        changes=(names().here(unanswered), names().to_programs(truly)),
    ),
    like(
        "one name of one's own is asked for, and nobody knows it",
        Code.DNS_UNAVAILABLE,
        Code.DNS_NAMES_MISSING,
        changes=(FORWARDER, names(row("ours")).everywhere(nxdomain), without_third_parties),
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE, Domain.DNS: Verdict.INCONCLUSIVE},
    ),
    like(
        "one region's names alone are asked for, and their owner's servers fail",
        Code.DNS_UNAVAILABLE,
        Code.DNS_NAMES_MISSING,
        changes=(run_with(include=("mcgw1*",), third_party=False), names().here(servfail)),
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE},
    ),
    like(
        "a backup has been retired",
        Code.DNS_NAMES_MISSING,
        Code.REGION_UNREACHABLE,
        changes=(names(row("zdc1-hb2")).everywhere(nxdomain),),
    ),
    like(
        "a region has been retired, and only that was asked for",
        Code.DNS_NAMES_MISSING,
        Code.DNS_UNAVAILABLE,
        changes=(names(region(Region.SDC)).everywhere(nxdomain), run_with(include=("sdc1*",))),
        verdicts={Domain.TWS: Verdict.INCONCLUSIVE},
    ),
    like(
        "retired hosts are gone, and nobody else was asked",
        Code.DNS_NAMES_MISSING,
        changes=(names(region(Region.SDC) | row("mcgw1-hb2", "misc")).here(nxdomain), without_third_parties),
    ),
    like(
        "the operator's own name servers fail for everyone",
        Code.DNS_NAMES_MISSING,
        Code.DNS_UNAVAILABLE,
        changes=(names(ibkr).everywhere(servfail),),
        verdicts={**UNDECIDED, Domain.DNS: Verdict.INCONCLUSIVE},
    ),
    like(
        "names have no IPv4 address for anyone", Code.DNS_NAMES_MISSING, changes=(names(row("misc")).everywhere(empty),)
    ),
    like("names take 0.8 s", Code.DNS_SLOW, changes=(names().here(slow(0.8)),)),
    like(
        "this computer is busy: its programs wait for names that its name server gives at once",
        Code.DNS_SLOW,
        changes=(names().to_programs(slow(2.0)),),
    ),
    like("one name takes long", Code.DNS_SLOW, changes=(names(row("zdc1")).here(slow(4.0)),)),
    like(
        "the only name asked for takes long",
        Code.DNS_SLOW,
        changes=(run_with(include=("zdc1",), third_party=False), names().here(slow(4.0))),
        verdicts=ONLY_TWS_ASKED,
    ),
)
