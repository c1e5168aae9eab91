"""Reports with any findings and observations, secrets in all of their texts, and what no document of them may do."""

from collections.abc import Collection
from dataclasses import replace
from unittest.mock import patch

from hypothesis import strategies as st

from conntest.app import sharing
from conntest.app.sharing import Documents
from conntest.language import using
from conntest.model.observation import Attempt, Observation
from conntest.model.privacy import Kind, Share
from conntest.model.report import Report
from conntest.render.formats import FORMATS
from conntest.share import LocalIdentity, sweep
from tests.findings.made import findings, of_type
from tests.share import planted
from tests.share.knowledge import known
from tests.share.planted import EVERYTHING, HOMES, PHRASES, PRIVATE, PROXY, SECRET
from tests.share.test_release import readings

OWN = LocalIdentity(
    homes=("/home/linuxjane",), users=(SECRET["user"],), hosts=(SECRET["this computer"], SECRET["search domain"])
)

_SAID = st.lists(st.sampled_from([*PHRASES, EVERYTHING, "Forbidden", "&", "%25", '""', "\\", "\n"]), max_size=6)

#: Texts with secrets in them, by the kind that a field says that it holds.
TEXTS = {
    Kind.ADDRESS: st.sampled_from([PRIVATE["private address"], PRIVATE["public IPv6 address"], "1.1.1.1"]),
    Kind.HOST: st.sampled_from([SECRET["proxy"], SECRET["proxy"].upper(), "ndc1.ibllc.com", SECRET["host of a page"]]),
    Kind.PLACE: st.sampled_from([*HOMES, f"variable https_proxy, {HOMES[0]}", "variable https_proxy"]),
    Kind.ID: st.sampled_from([PROXY.id, "ndc1:4000", f"{PROXY.id}/sniff@10.20.30.40", f"java-runtime-{HOMES[0]}:x"]),
    Kind.LINK: st.sampled_from(
        [f"http://u:{SECRET['password']}@{SECRET['alias']}/?k={SECRET['session']}", "file:///x"]
    ),
    Kind.WORDS: _SAID.map(" ".join),
    Kind.CONTENT: _SAID.map(" ".join),
    Kind.ORGANISATION: st.sampled_from(
        [PRIVATE["organisation"], f"CN={SECRET['host of a certificate']}", "DigiCert Inc"]
    ),
    Kind.TABLE: st.just("control"),
    Kind.INTERFACE: st.sampled_from([PRIVATE["interface"], "eth0"]),
    Kind.PROGRAM: st.just(PRIVATE["program"]),
    Kind.FINGERPRINT: st.just(PRIVATE["fingerprint"]),
    Kind.HEADER: st.tuples(st.sampled_from(["Location", "Via", "X-Own", "Server"]), _SAID.map(" ".join)),
}

#: An observation of which any step may be.
_STEPS = next(one for one in planted.report().observations if isinstance(one, Attempt) and one.http)


def observations() -> st.SearchStrategy[Observation]:
    assert _STEPS.http
    detail = of_type(type(_STEPS.http.detail), TEXTS | {Kind.PUBLIC: st.just("GET")})
    return detail.map(lambda made: replace(_STEPS, steps=(replace(_STEPS.http, detail=made),)))


def reports(base: Report) -> st.SearchStrategy[Report]:
    """What `base` says of a computer, with findings and further observations of any kind."""
    return st.builds(
        lambda found, seen: replace(base, findings=tuple(found), observations=(*base.observations, *seen)),
        st.lists(findings(TEXTS | {Kind.PUBLIC: st.just("text")}), max_size=3),
        st.lists(observations(), max_size=2),
    )


def small(report: Report) -> Report:
    """A few hosts of it: what is common to all reports takes most of the time to write."""
    endpoints = report.endpoints[:6]
    names = {one.id for one in endpoints}
    seen = (one for one in report.observations if one.endpoint in names)
    return replace(report, endpoints=endpoints, observations=tuple(seen))


FORBIDDEN = {
    Share.INTERNAL: {"password": SECRET["password"]},
    Share.SUPPORT: SECRET,
    Share.PUBLIC: SECRET | PRIVATE,
}


def check(report: Report, level: Share, language: str, again: Collection[str] = FORMATS) -> int:
    """Write the report in every format, and in those of `again` twice, as on the computer of `OWN`. Gives the number of
    documents; raises AssertionError where one shows what it must not, or where its own words would be removed."""
    with patch.object(sharing, "this_computer", lambda: OWN), using(language):
        documents = Documents(report, level)
        for name in FORMATS:
            document = documents.text(name)
            for view in readings(document):
                shown = [what for what, secret in FORBIDDEN[level].items() if secret.lower() in view]
                assert not shown, name
            if name in again:
                left = sweep(document, level, known(), documents.originals, OWN)
                assert documents.text(name) == document, "what is left are words of the document's own"
                assert not {one.text for one in left} & set(FORBIDDEN[level].values())
    return len(FORMATS)
