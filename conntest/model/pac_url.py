"""Addresses of setup scripts: who follows one, and how it is reported. Pure."""

from conntest.model.pac import Browser

#: Characters of what a `data:` URL says of its content.
_LONGEST_TYPE = 80


def is_data(url: str) -> bool:
    """Whether `url` carries its content (RFC 2397)."""
    return url[:5].lower() == "data:"


def shown(url: str) -> str:
    """`url` as it may be reported: a `data:` URL without the script that it carries."""
    if not is_data(url):
        return url
    return f"{url.partition(',')[0][:_LONGEST_TYPE]},…"


def not_followed_by(url: str) -> tuple[Browser, ...]:
    """The browsers that take no script from such an address, and connect as if none were set: Chromium knows web
    addresses and `data:` alone (PacFileFetcherImpl::IsUrlSchemeAllowed); Windows' own engine follows no `file:` either
    (Microsoft, KB 4025058). Firefox does."""
    scheme = url.partition(":")[0].lower()
    return () if scheme in ("http", "https", "data") else (Browser.CHROMIUM,)
