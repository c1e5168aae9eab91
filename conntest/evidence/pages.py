"""What the page of a sign-in check tells."""

from conntest.model.observation import Attempt, HttpDetail


def page_of(seen: Attempt) -> HttpDetail | None:
    """The page that an attempt was answered with."""
    return seen.http.detail if seen.http and seen.http.detail.status is not None else None


def as_expected(seen: Attempt) -> bool:
    """The answer that a captive-portal check must get."""
    page, expected = page_of(seen), seen.expected
    if page is None or expected is None or page.status != expected.status:
        return False
    return (page.body or "").strip() == (expected.body or "")
