"""What `--preinstall` adds to a plan: the first bytes of an installer, to see that it could be fetched."""

from dataclasses import replace

from conntest.language import N_
from conntest.model.addresses import HTTPS_PORT
from conntest.model.host import Group
from conntest.model.plan import InstallerProbe, OnlyIf, ProbePlan, ResolveProbe

#: Where IBKR's download pages lead to (public install scripts agree), and one installer there. Whichever system it is
#: for, what matters is whether the host hands out files of that kind here.
INSTALLER_HOST = "download2.interactivebrokers.com"
_INSTALLER = f"https://{INSTALLER_HOST}/installers/tws/latest-standalone/tws-latest-standalone-linux-x64.sh"

#: Bytes fetched of it: enough to see that it is no page that says why not.
FIRST_BYTES = 1024


def with_preinstall(plan: ProbePlan) -> ProbePlan:
    """`plan` with the installer's first KiB, where the installers' host is part of it and its certificate is good."""
    if not plan.options.preinstall:
        return plan
    return replace(plan, probes=(*plan.probes, *_probes(plan)))


def _probes(plan: ProbePlan) -> tuple[InstallerProbe, ...]:
    return tuple(
        InstallerProbe(
            id=f"{endpoint.id}/installer",
            endpoint=endpoint.id,
            why=N_("could the installer be fetched? Its first KiB tells"),
            host=endpoint.host,
            port=endpoint.port,
            resolved_by=_resolved_by(plan, endpoint.row),
            every_address=False,
            after=f"{endpoint.id}/tls",
            only_if=OnlyIf.VERIFIED,
            url=_INSTALLER,
            first_bytes=FIRST_BYTES,
        )
        for endpoint in plan.endpoints
        if endpoint.host == INSTALLER_HOST and endpoint.port == HTTPS_PORT and endpoint.group is Group.SERVICE
    )


def _resolved_by(plan: ProbePlan, row: str) -> tuple[str, ...]:
    return tuple(probe.id for probe in plan if isinstance(probe, ResolveProbe) and probe.row == row and probe.system)
