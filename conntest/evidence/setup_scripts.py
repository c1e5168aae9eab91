"""The setup scripts that decide for some program, and what became of them."""

from collections.abc import Iterator

from conntest.evidence.evidence import Evidence
from conntest.model.pac import PacReport
from conntest.model.proxy import ProxySetting


def deciding_scripts(evidence: Evidence) -> Iterator[tuple[PacReport, ProxySetting]]:
    """Each script of a setting that is in force and wins for some program, with the setting."""
    settings = {setting.id: setting for setting in evidence.machine.proxies or ()}
    for report in evidence.machine.pac or ():
        setting = settings.get(report.setting)
        if setting is not None and setting.active and setting.wins_for:
            yield report, setting
