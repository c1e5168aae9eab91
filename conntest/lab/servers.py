"""Which server waits behind each door of the simulated network. Doors are opened when somebody first knocks."""

from conntest.lab import web
from conntest.lab.authority import Authorities
from conntest.lab.gateway import gateway
from conntest.lab.scenario import Fate
from conntest.lab.serving import Doors, Serve, cut, say_nothing, ssh
from conntest.lab.sites import Site
from conntest.model.host import Group

_SECURE_WEB = 443


class Servers:
    """Every server of one network, each on a port of its own."""

    def __init__(self, doors: Doors, authorities: Authorities, server: web.WebServer) -> None:
        self._doors = doors
        self._authorities = authorities
        self._server = server
        self._open: dict[tuple[tuple[str, ...], int, Fate], int] = {}

    def add(self, site: Site, port: int, serve: Serve) -> None:
        """A server that no row of the host table describes."""
        self._open[site.ids, port, Fate.SERVED] = self._doors.open(serve)

    def own(self, site: Site, port: int, fate: Fate) -> int | None:
        """The port of 127.0.0.1 where `site` itself, or what poses as it, serves `port`; None where it does not."""
        if port not in site.ports:
            return None
        key = (site.ids, port, fate)
        if key not in self._open:
            serve = self._serve(site, port, fate)
            self._open[key] = self._doors.open(serve, round_trip_s=site.round_trip_ms / 1e3)
        return self._open[key]

    def shared(self, fate: Fate) -> int:
        """The port where whatever answers in everybody's name does."""
        key = ((), 0, fate)
        if key not in self._open:
            self._open[key] = self._doors.open(self._impostor(fate))
        return self._open[key]

    def _serve(self, site: Site, port: int, fate: Fate) -> Serve:
        if site.group is Group.GATEWAY:
            context = self._authorities.shown_by(site, fate)
            return gateway(context, both_languages=site.both_languages, port=port)
        pages = web.pages_of(site, port, tor=self._server.tor)
        if port == _SECURE_WEB:
            return self._server.secured(pages, self._authorities.shown_by(site, fate))
        return self._server.clear(pages)

    def _impostor(self, fate: Fate) -> Serve:
        match fate:
            case Fate.CUT:
                return cut
            case Fate.HTTP:
                return self._server.clear(web.bad_request)
            case Fate.SIGN_IN:
                return self._server.clear(web.sign_in)
            case Fate.SSH:
                return ssh
            case _:
                return say_nothing
