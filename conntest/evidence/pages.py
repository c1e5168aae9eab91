"""What the page of a sign-in check tells."""

from conntest.model.observation import HttpDetail


def as_expected(page: HttpDetail) -> bool:
    """The answer that a captive-portal check must get."""
    if page.expected is None or page.status != page.expected.status:
        return False
    return (page.body or "").strip() == (page.expected.body or "")
