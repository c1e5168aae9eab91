"""In a network namespace of its own: IB Gateway on its usual port, asked from this computer and by another address of
it. Prints what `conntest api` would, one line for each question."""

import asyncio
import io

from rich.console import Console

from conntest.app.api import Place, look
from conntest.local_api.conclude import conclude
from conntest.render.local_api import render
from tests import fake_tws


def told(place: Place) -> str:
    seen = asyncio.run(look(place, timeout_s=5.0, warn=lambda: None))
    file = io.StringIO()
    render(seen, conclude(seen), Console(file=file, width=80, color_system=None))
    return " ".join(file.getvalue().split())


if __name__ == "__main__":
    with fake_tws.listening(fake_tws.answers_the_trusted, "0.0.0.0", 4002):
        print(told(Place()))
        print(told(Place(host="10.0.0.5")))
    with fake_tws.listening(fake_tws.answers, "127.0.0.1", 7497):
        print(told(Place(host="10.0.0.5")))
