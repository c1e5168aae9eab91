"""A VPN that has died and left its interface and its routes: whatever goes in is read and thrown away.

Run as a program with `DEVICE`.
"""

import os
import select
import sys

from tests.tunnels import open_tun


def main(name: str) -> None:
    tunnel = open_tun(name)
    print("ready", flush=True)
    while True:
        select.select([tunnel], [], [])
        os.read(tunnel, 2048)


if __name__ == "__main__":
    main(sys.argv[1])
