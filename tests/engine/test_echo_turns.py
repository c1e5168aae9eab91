"""When a service that tells the public address gets its turn: after it answered once, and if none before it did."""

from collections.abc import Sequence

from conntest.engine import turn
from conntest.model.echo import EchoDetail, EchoStep, Sample, Series
from conntest.model.host import EchoKind, Transport
from conntest.model.observation import Attempt, ProbeKind
from conntest.model.plan import EchoProbe, OnlyIf
from conntest.model.report import RunOptions
from tests.every import every

OPTIONS = RunOptions(timeout_s=5.0, deadline_s=90.0)
HERE, HERE6, THERE, THERE6 = "198.41.30.1", "2a0e:b107::1", "198.41.30.2", "2a0e:b107::2"
SAMPLE = Sample(service="here", operator="one", mainland_china=False, series=Series.REPEATED, port=443)


def again(unless: tuple[str, ...] = (), addresses: tuple[str, ...] = (HERE, HERE6)) -> EchoProbe:
    return EchoProbe(
        id="here/again",
        row="here",
        why="",
        host="here.example",
        port=443,
        addresses=addresses,
        every_address=False,
        after="here/echo",
        only_if=OnlyIf.ECHOED,
        url="https://here.example/",
        transport=Transport.HTTPS,
        question=EchoKind.TEXT,
        sample=SAMPLE,
        unless=unless,
    )


def answered(at: str, address: str | None) -> Attempt:
    step = EchoStep(t0=0.0, t=0.1, error=None, detail=EchoDetail(address=address))
    return Attempt(id=f"echo@{at}", kind=ProbeKind.ECHO, row="echo", address=at, steps=(step,))


def wanted(here: Sequence[Attempt], before: Sequence[Attempt] = ()) -> list[str]:
    return turn.addresses(again(("there/echo",)), {"here/echo": list(here), "there/echo": list(before)}, OPTIONS)


def test_it_waits_for_its_own_first_answer_and_for_those_before_it() -> None:
    assert turn.waits_for(again(("there/echo",))) == ("here/echo", "there/echo")


@every(
    ("here", "before", "at"),
    [
        ([answered(HERE, "81.2.69.1"), answered(HERE6, "2a0e::1")], [], [HERE, HERE6]),
        ([answered(HERE, "81.2.69.1"), answered(HERE6, None)], [], [HERE]),
        ([], [], []),
        ([answered(HERE, None)], [], []),
        # One that goes before it was answered: it is that one's turn, in that family.
        ([answered(HERE, "81.2.69.1")], [answered(THERE, "81.2.69.1")], []),
        ([answered(HERE, "81.2.69.1")], [answered(THERE, None)], [HERE]),
        ([answered(HERE, "81.2.69.1"), answered(HERE6, "2a0e::1")], [answered(THERE6, "2a0e::1")], [HERE]),
    ],
)
def test_it_goes_where_it_was_answered_and_nobody_before_it_was(
    here: list[Attempt], before: list[Attempt], at: list[str]
) -> None:
    assert wanted(here, before) == at
