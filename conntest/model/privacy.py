"""What kind of text a field holds, said in its type, so that a report can be redacted by kind (`conntest.share`).

Every text of a report carries one of these aliases. To the program, to JSON and to its schema each of them is `str`;
a field that carries none cannot be shared at all.
"""

from enum import StrEnum
from typing import Annotated, Final


class Share(StrEnum):
    """For whom a report is made, the most trusted first (contract.md, "--share")."""

    #: The person whose computer it is: everything.
    INTERNAL = "internal"
    #: Support: no credentials, names of people, homes or hosts of this network, no hardware addresses.
    SUPPORT = "support"
    #: Anyone: no addresses, no organisations and no words of others either.
    PUBLIC = "public"

    @property
    def rank(self) -> int:
        """How strict it is: a report can only be made stricter."""
        return list(Share).index(self)


class Kind(StrEnum):
    """What a text may tell of the user."""

    #: Words, versions and times of ours, and ids of the shipped table: nothing.
    PUBLIC = "public"
    #: An IP address, or a word in place of one.
    ADDRESS = "address"
    #: The name of a host, with or without a port or a wildcard, or its address.
    HOST = "host"
    #: The place of a file or a setting, in words.
    PLACE = "place"
    #: An id made of hosts, ports, addresses and words of ours, such as a path's or an observation's.
    ID = "id"
    #: A URL.
    LINK = "link"
    #: What a library, a file or a stranger said: anything may be in it.
    WORDS = "words"
    #: A page, banner or script of a stranger: as `WORDS`, and long.
    CONTENT = "content"
    #: Who is named by a certificate, or owns a network.
    ORGANISATION = "organisation"
    #: What the host table says of a row. A table of one's own may name anybody.
    TABLE = "table"
    #: A network interface, which an administrator may have named.
    INTERFACE = "interface"
    #: A program on this computer.
    PROGRAM = "program"
    #: The fingerprint of a certificate.
    FINGERPRINT = "fingerprint"
    #: Name and value of an HTTP header: what the value may tell depends on the name.
    HEADER = "header"


Public = Annotated[str, Kind.PUBLIC]
Address = Annotated[str, Kind.ADDRESS]
HostName = Annotated[str, Kind.HOST]
Place = Annotated[str, Kind.PLACE]
Id = Annotated[str, Kind.ID]
Link = Annotated[str, Kind.LINK]
Words = Annotated[str, Kind.WORDS]
Content = Annotated[str, Kind.CONTENT]
Organisation = Annotated[str, Kind.ORGANISATION]
TableWords = Annotated[str, Kind.TABLE]
InterfaceName = Annotated[str, Kind.INTERFACE]
ProcessName = Annotated[str, Kind.PROGRAM]
Fingerprint = Annotated[str, Kind.FINGERPRINT]
Header = Annotated[tuple[str, str], Kind.HEADER]

#: What stands in place of a text that cannot be shared at all.
REMOVED: Final = "(removed)"
