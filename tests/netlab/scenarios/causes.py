"""Causes near the user: a dead VPN, limits of the network, long packets that vanish; and networks that look like it."""

from ..change import Change

#: A VPN that died and left its interface, and two routes that are more exact than the default one.
DEAD_TUNNEL = Change(
    dead_tunnel="tun0",
    ip=tuple(
        ("client", do, undo)
        for do, undo in (
            ("addr add 10.8.0.2/24 dev tun0", "addr flush dev tun0"),
            ("link set tun0 up", "link set tun0 down"),
            ("route add 0.0.0.0/1 dev tun0", "link set tun0 down"),
            ("route add 128.0.0.0/1 dev tun0", "link set tun0 down"),
        )
    ),
)

SCENARIOS = ()
