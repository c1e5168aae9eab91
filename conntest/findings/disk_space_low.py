"""The disk of the TWS folder is nearly full."""

from collections.abc import Iterator
from typing import Self

from conntest.evidence.evidence import Evidence
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.privacy import Place
from conntest.values import dataclass

#: An installer of some 300 MB unpacks to less than 1 GB, its Java included. As much again keeps room for an update
#: beside the old version, for settings and for logs. IBKR names no figure.
_ENOUGH_BYTES = 2 * 1024**3

_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Empty the trash and remove downloads that you no longer need."),
            N_("Windows: Settings → System → Storage → Cleanup recommendations."),
            N_("macOS: System Settings → General → Storage."),
            N_("Linux: see with `df -h ~` and `du -sh ~/* | sort -h` what takes the space."),
        ),
    ),
)


_ABOUT = About(
    code=Code.DISK_SPACE_LOW,
    title=N_("There is little disk space left for TWS"),
    meaning=N_(
        "The disk that holds the TWS folder is nearly full. The installer or an update may stop half-way, and TWS may "
        "fail to save its settings and logs.\n\n"
        "The free space was read from the system. IBKR names no exact need, so this is a warning, and no proof that "
        "anything will stop."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    symptoms=(
        Symptom.NO_SPACE,
        Symptom.CANNOT_CREATE_FILE,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskSpaceLow(Conclusion):
    folder: Place
    free_bytes: int

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """The disk of the installer's folder has less room than an installation with one update takes."""
        install = evidence.machine.install
        if install is not None and install.disk_free is not None and install.disk_free < _ENOUGH_BYTES:
            yield cls(
                severity=Severity.WARN,
                domains=frozenset({Domain.MACHINE}),
                folder=install.folder,
                free_bytes=install.disk_free,
            )

    @property
    def summary(self) -> str:
        return _("The disk of {folder} has {free} left, and TWS should have {enough}.").format(
            folder=self.folder,
            free=f"{self.free_bytes / 1024**3:.1f} GiB",
            enough=f"{_ENOUGH_BYTES / 1024**3:.0f} GiB",
        )
