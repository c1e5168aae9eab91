"""The authorities of the pretend world, and every certificate its servers show."""

import datetime
from dataclasses import dataclass
from pathlib import Path

import trustme

from .zone import ELSEWHERE, Zone

#: Wildcards, since no authority may sign a name with an underscore, which several gateways' aliases have.
GATEWAY_NAMES = ("*.ibllc.com", "*.ibllc.com.cn")
SIGN_IN_HOST = "login.hotel.example"

#: With these a server's handshake needs several full packets.
_FURTHER_NAMES = tuple(f"further-name-number-{number}.certificates.example" for number in range(60))


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificates:
    """Where the files are. Files named after a host hold its key and chain."""

    folder: Path

    @property
    def public_roots(self) -> Path:
        return self.folder / "ca.pem"

    @property
    def public_key(self) -> Path:
        """Of the authority that everybody trusts."""
        return self.folder / "ca-key.pem"

    @property
    def roots_with_vendor(self) -> Path:
        """A system store to which an administrator has added the inspecting vendor's root."""
        return self.folder / "ca-and-vendor.pem"

    @property
    def gateway(self) -> Path:
        return self.folder / "gateway.pem"

    @property
    def gateway_private(self) -> Path:
        """A gateway's certificate from an authority of the operator's own."""
        return self.folder / "gateway-private.pem"

    @property
    def vendor(self) -> Path:
        """Key and chain of the authority with which a well-known inspection product signs."""
        return self.folder / "vendor.pem"

    @property
    def company(self) -> Path:
        """The same of an authority nobody has heard of."""
        return self.folder / "company.pem"

    @property
    def sign_in(self) -> Path:
        return self.folder / "sign-in.pem"

    @property
    def elsewhere(self) -> Path:
        return self.of(ELSEWHERE)

    def of(self, name: str) -> Path:
        return self.folder / f"{name}.pem"

    def expired(self) -> Path:
        """A folder of files named after their hosts."""
        return self.folder / "expired"


def write(folder: Path, zone: Zone) -> Certificates:
    """Sign and write everything the stage needs: about a hundred small files."""
    files = Certificates(folder=folder)
    files.expired().mkdir(parents=True)
    public = trustme.CA(organization_name="Pretend Public Trust")
    public.cert_pem.write_to_path(str(files.public_roots))
    public.private_key_pem.write_to_path(str(files.public_key))
    _write_sites(files, zone, public)
    _write(public, files.gateway, *GATEWAY_NAMES)
    _write(trustme.CA(organization_name="Operator Internal CA"), files.gateway_private, *GATEWAY_NAMES)
    _write(trustme.CA(organization_name="Hotel Gateway"), files.sign_in, SIGN_IN_HOST)
    _write_authorities(files, public)
    return files


def write_big(files: Certificates, zone: Zone) -> Certificates:
    """The servers' certificates once more, of the same authority, each too big for one packet."""
    big = Certificates(folder=files.folder / "big")
    if not big.folder.exists():
        big.expired().mkdir(parents=True)
        public = trustme.CA.from_pem(files.public_roots.read_bytes(), files.public_key.read_bytes())
        _write_sites(big, zone, public, _FURTHER_NAMES)
        _write(public, big.gateway, *GATEWAY_NAMES, *_FURTHER_NAMES)
        _write(public, big.gateway_private, *GATEWAY_NAMES, *_FURTHER_NAMES)
    return big


def _write_sites(files: Certificates, zone: Zone, public: trustme.CA, further: tuple[str, ...] = ()) -> None:
    last_week = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=7)
    for site in zone.web:
        names = site.names or site.addresses
        for name in names:
            _write(public, files.of(name), *names, *further)
            _write(public, files.expired() / f"{name}.pem", *names, *further, until=last_week)


def _write(authority: trustme.CA, path: Path, *names: str, until: datetime.datetime | None = None) -> None:
    since = until and until - datetime.timedelta(days=90)
    leaf = authority.issue_cert(*names, not_before=since, not_after=until)
    leaf.private_key_and_cert_chain_pem.write_to_path(str(path))


def _write_authorities(files: Certificates, public: trustme.CA) -> None:
    """An inspecting proxy signs with an intermediate and sends it along, but not the root."""
    root = trustme.CA(organization_name="Zscaler Inc.", organization_unit_name="Zscaler Root CA")
    signer = trustme.CA(
        root,
        organization_name="Zscaler Inc.",
        organization_unit_name="Zscaler Intermediate Root CA (zscalerthree.net)",
    )
    files.vendor.write_bytes(signer.private_key_pem.bytes() + signer.cert_pem.bytes())
    files.roots_with_vendor.write_bytes(public.cert_pem.bytes() + root.cert_pem.bytes())
    company = trustme.CA(organization_name="Nakatomi Trading Corp", organization_unit_name="IT Security")
    files.company.write_bytes(company.private_key_pem.bytes() + company.cert_pem.bytes())
