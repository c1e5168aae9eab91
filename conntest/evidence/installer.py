"""What the installers' host answered when it was asked for the first bytes of one."""

from conntest.language import gettext as _
from conntest.model.install import Installer
from conntest.model.observation import Attempt, ProbeKind, attempts
from conntest.model.report import Record

#: The range that was asked for, or all of it (RFC 9110, sections 15.3.7 and 15.3.1).
_GOOD = (206, 200)


def installer_reading(record: Record) -> Installer | None:
    """What became of the installer; None where nobody asked for it."""
    tried = attempts(record.observations)
    seen = next((seen for seen in tried if seen.kind is ProbeKind.INSTALLER), None)
    return _installer(record, seen) if seen else None


def _installer(record: Record, seen: Attempt) -> Installer:
    host = next((endpoint.host for endpoint in record.endpoints if endpoint.id == seen.endpoint), seen.subject)
    status = seen.http.detail.status if seen.http else None
    if status is not None:
        return Installer(host=host, reachable=status in _GOOD, note=f"HTTP {status}")
    return Installer(host=host, reachable=False, note=seen.failure or _("no answer"))
