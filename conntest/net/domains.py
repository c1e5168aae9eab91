"""The domains that this system completes short names with."""

import dns.exception
import dns.resolver


def search_domains() -> tuple[str, ...]:
    """From resolv.conf or the Windows registry, in order, without final dots; none where that cannot be read."""
    try:
        resolver = dns.resolver.Resolver()
    except (dns.exception.DNSException, OSError, ValueError):
        return ()
    domains = (name.to_text(omit_final_dot=True).lower() for name in (*resolver.search, resolver.domain))
    return tuple(dict.fromkeys(domain for domain in domains if domain not in ("", ".")))
