"""Which part of a host's name somebody registered."""

from collections.abc import Mapping
from typing import Final

#: Second labels under which most countries that have any register domains: `co.uk`, `com.cn`, `edu.cn`. Under a
#: country's domain only: `com.com` is a domain like any other.
_USUAL: Final = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})

#: Those of countries where IBKR has an office, a website or many customers, and that have others (public suffix list,
#: publicsuffix.org, section ICANN). Cities and prefectures are left out.
_OF_COUNTRY: Final[Mapping[str, frozenset[str]]] = {
    country: frozenset(labels.split())
    for country, labels in {
        "au": "asn com edu gov id net org",
        "br": "adv com edu gov jus leg mil net org",
        "hk": "com edu gov idv net org",
        "id": "ac biz co desa go mil my net or sch web",
        "il": "ac co gov idf k12 muni net org",
        "in": "ac co edu firm gen gov ind mil net nic org res",
        "jp": "ac ad co ed go gr lg ne or",
        "kr": "ac co es go hs kg mil ms ne or pe re sc",
        "mx": "com edu gob net org",
        "nz": "ac co cri geek gen govt health iwi kiwi maori mil net org parliament school",
        "sg": "com edu gov net org per",
        "th": "ac co go in mi net or",
        "tw": "com edu gov idv mil net org",
        "uk": "ac co gov ltd me net nhs org plc police sch",
        "za": "ac agric alt co edu gov law mil net ngo nom org school web",
    }.items()
}


def registered(host: str) -> str:
    """The domain that somebody registered and `host` is in: `ibllc.com.cn` of `mcgw1.ibllc.com.cn`, in small letters.

    A name of one label, or of a registry alone, is its own."""
    labels = host.lower().rstrip(".").split(".")
    return ".".join(labels[-3 if len(labels) > 2 and is_registry(labels[-2], labels[-1]) else -2 :])


def is_registry(second: str, top: str) -> bool:
    """Whether a country registers domains under `second.top`."""
    return len(top) == 2 and top.isalpha() and second in _OF_COUNTRY.get(top, _USUAL)
