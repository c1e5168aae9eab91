"""Whatever was found and seen, and whatever secrets it holds, every document of it is written and shows none."""

import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conntest.app import sharing
from conntest.app.sharing import Documents
from conntest.findings.base import Conclusion
from conntest.language import using
from conntest.model.observation import Attempt, Observation
from conntest.model.privacy import Kind, Share
from conntest.render.formats import FORMATS
from conntest.share import LocalIdentity, sweep
from tests.findings.made import findings, of_type
from tests.render import samples
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


@pytest.fixture(autouse=True, scope="module")
def janes_laptop() -> None:
    patch = pytest.MonkeyPatch()
    patch.setattr(sharing, "this_computer", lambda: OWN)


#: Reports, each in every format; CONNTEST_FUZZ asks for more.
REPORTS = int(os.environ.get("CONNTEST_FUZZ", "30"))


@pytest.mark.thorough
@settings(deadline=None, max_examples=REPORTS, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(findings(TEXTS | {Kind.PUBLIC: st.just("text")}), max_size=3),
    st.lists(observations(), max_size=2),
    st.sampled_from(list(Share)),
    st.sampled_from(["en", "ja"]),
)
def test_every_document_is_written_and_holds_no_secret(
    found: list[Conclusion], seen: list[Observation], level: Share, language: str
) -> None:
    base = samples.healthy()
    report = replace(base, findings=tuple(found), observations=(*base.observations, *seen))
    documents = Documents(report, level)
    forbidden = {
        Share.INTERNAL: {"password": SECRET["password"]},
        Share.SUPPORT: SECRET,
        Share.PUBLIC: SECRET | PRIVATE,
    }[level]
    for name in FORMATS:
        with using(language):
            document = documents.text(name)
        for view in readings(document):
            shown = [what for what, secret in forbidden.items() if secret.lower() in view]
            assert not shown, name
        left = sweep(document, level, known(), documents.originals, OWN)
        with using(language):
            assert documents.text(name) == document, "what is left are words of the document's own"
        assert not {one.text for one in left} & set(forbidden.values())
