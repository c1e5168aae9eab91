"""What conntest imports of others, as it is here: only conntest itself is to see another system."""

import importlib
import pkgutil
import sys
import typing

#: What is imported late.
_LATE = (
    "dns.rdtypes.IN.A",
    "dns.rdtypes.IN.AAAA",
    "dns.rdtypes.ANY.CNAME",
    "dns.rdtypes.ANY.TXT",
    "dns.rdtypes.ANY.SOA",
)


def import_third_parties() -> None:
    """By way of conntest, which is then forgotten, so that it is imported anew."""
    import conntest

    for module in pkgutil.walk_packages(conntest.__path__, "conntest."):
        if not module.name.endswith(("__main__", "hatch_build", "pac.child")):
            importlib.import_module(module.name)
    for name in _LATE:
        importlib.import_module(name)
    for name in [name for name in sys.modules if name.partition(".")[0] == "conntest"]:
        del sys.modules[name]
    # `typing` keeps what it made of types, and would hand out the old module's for the new one's that are equal.
    for forget in typing._cleanups:  # type: ignore[attr-defined]
        forget()
