import pytest

from tests.engine.network import Conduct, conductor


@pytest.fixture
def conduct(monkeypatch: pytest.MonkeyPatch) -> Conduct:
    return conductor(monkeypatch)
