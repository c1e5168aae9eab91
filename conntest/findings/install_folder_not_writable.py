"""The TWS installer cannot write into its folder."""

from collections.abc import Iterator
from typing import Self

from conntest.evidence.evidence import Evidence
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.privacy import Place, Words
from conntest.values import dataclass

_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Windows: right-click C:\\Jts → Properties → Security → Edit, and give your user Modify."),
            N_(
                "macOS: in the Finder press Command-Shift-H, select Applications in your home folder, press "
                "Command-I, unlock the panel, give your user Read & Write and apply it to enclosed items."
            ),
            N_(
                'Linux: see with `ls -ld ~/Jts` who owns the folder; `sudo chown -R "$USER" ~/Jts` gives it back '
                "to you."
            ),
            N_("Run the installer again as yourself, not as administrator."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "If a policy or security software locks the folder, allow this user to write to it and the TWS "
                "installer to run."
            ),
        ),
    ),
)


_ABOUT = About(
    code=Code.INSTALL_FOLDER_NOT_WRITABLE,
    title=N_("The TWS installer cannot write to its folder"),
    meaning=N_(
        "TWS installs into a folder of your own, and you have no permission to write there. The installer stops "
        "with “Cannot create … file. Shall I try again?”. Another program has often changed the permissions.\n\n"
        "conntest tried to create a small file there (or the folder, if missing) and removed it again. The "
        "result is about this user only: the administrator may be able to write where you cannot."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    symptoms=(Symptom.CANNOT_CREATE_FILE,),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallFolderNotWritable(Conclusion):
    folder: Place
    error: Words | None

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """A file could not be written into the installer's folder, or the folder not be made, by this user just now. A
        warning where nobody asked: TWS may not be meant for this computer."""
        install = evidence.machine.install
        asked = evidence.record.run.options.preinstall
        if install is not None and not install.writable:
            yield cls(
                severity=Severity.FAIL if asked else Severity.WARN,
                domains=frozenset({Domain.MACHINE}),
                folder=install.folder,
                error=install.error,
            )

    @property
    def summary(self) -> str:
        return _("conntest could not create a file in {folder}: {error}.").format(
            folder=self.folder, error=self.error or _("no reason given")
        )
