import sys

import pytest

from conntest.net.kernel.descriptors import raise_descriptor_limit

resource = pytest.importorskip("resource", reason="Windows has no such limit")


@pytest.mark.parametrize(
    ("platform", "soft", "hard", "asked", "in_flight"),
    [
        ("linux", 1024, 4096, 4096, 4096 - 128),
        ("linux", 4096, 4096, 4096, 4096 - 128),
        ("linux", 1024, 1_048_576, 1_048_576, 65_535 - 128),
        ("linux", resource.RLIM_INFINITY, resource.RLIM_INFINITY, resource.RLIM_INFINITY, 65_535 - 128),
        ("darwin", 256, resource.RLIM_INFINITY, 10_240, 10_240 - 128),
        ("darwin", 20_000, resource.RLIM_INFINITY, 20_000, 20_000 - 128),
        ("linux", 64, 64, 64, 1),
    ],
)
def test_the_soft_limit_is_raised_and_some_descriptors_are_kept_back(
    monkeypatch: pytest.MonkeyPatch, platform: str, soft: int, hard: int, asked: int, in_flight: int
) -> None:
    limits = [(soft, hard)]
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits[-1])
    monkeypatch.setattr(resource, "setrlimit", lambda _, both: limits.append(both))
    assert raise_descriptor_limit() == in_flight
    assert limits[-1] == (asked, hard)


def test_a_limit_that_may_not_be_raised_is_lived_with(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int, both: tuple[int, int]) -> None:
        raise ValueError("not allowed to raise maximum limit")

    monkeypatch.setattr(resource, "getrlimit", lambda _: (1024, 4096))
    monkeypatch.setattr(resource, "setrlimit", refuse)
    assert raise_descriptor_limit() == 1024 - 128
