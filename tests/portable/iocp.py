"""`_overlapped`, the C module below CPython's proactor event loop: I/O completion ports over Linux' epoll.

An operation is tried at once, and again when its descriptor is ready; its result waits in the completion port that the
handle is associated with. A handle can be associated once.
"""

import errno
import itertools
import os
import select
import socket
import time
from _socket import socket as RawSocket
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from tests.portable import winsock
from tests.portable.winsock import AT_ONCE, LATER, winerror

#: Windows sends a SYN that was answered by RST again, four times, half a second apart.
REFUSAL_S = 2.03

#: How often operations on descriptors that were closed meanwhile are looked for, in seconds.
_SWEEP_EVERY_S = 0.25

INVALID_HANDLE_VALUE = -1
_INFINITE_MS = 0xFFFFFFFF
_NOW = socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL

_numbers = itertools.count(1_000_000)
_ports: dict[int, "Port"] = {}
#: The port of each associated handle, by inode: a descriptor's number is given to the next file.
_associated: dict[int, "Port"] = {}


def _inode(fd: int) -> int:
    return os.fstat(fd).st_ino


def _using(fd: int, work: Callable[[Any], Any]) -> Any:
    """`work` with a socket object over `fd`, which stays open."""
    sock = RawSocket(fileno=fd)
    try:
        return work(sock)
    finally:
        sock.detach()


class Port:
    """Results, and the operations that wait."""

    def __init__(self) -> None:
        self.done: deque[tuple[int, int, int, int]] = deque()
        self.delayed: list[Overlapped] = []
        self._waiting: dict[int, list[Overlapped]] = {}
        self._epoll = select.epoll()
        self._swept = 0.0

    def close(self) -> None:
        self._epoll.close()

    def wait_for(self, operation: "Overlapped") -> None:
        """Until its descriptor is ready."""
        waiting = self._waiting.setdefault(operation.fd, [])
        for other in [other for other in waiting if other.inode != operation.inode]:
            other.complete(winsock.ERROR_OPERATION_ABORTED)
        waiting = self._waiting.setdefault(operation.fd, [])
        waiting.append(operation)
        self._watch(operation.fd, waiting)

    def forget(self, operation: "Overlapped") -> None:
        if operation in self.delayed:
            self.delayed.remove(operation)
        waiting = self._waiting.get(operation.fd, [])
        if operation in waiting:
            waiting.remove(operation)
            self._watch(operation.fd, waiting)

    def _watch(self, fd: int, waiting: list["Overlapped"]) -> None:
        mask = 0
        for operation in waiting:
            mask |= operation.mask
        if not mask:
            self._waiting.pop(fd, None)
        try:
            if not mask:
                self._epoll.unregister(fd)
                return
            try:
                self._epoll.modify(fd, mask)
            except FileNotFoundError:
                self._epoll.register(fd, mask)
        except (OSError, ValueError):
            pass  # closed: the sweep finds it

    def next_completion(self, timeout_s: float | None) -> tuple[int, int, int, int] | None:
        end = None if timeout_s is None else time.monotonic() + timeout_s
        while not self.done:
            now = time.monotonic()
            self._let_time_pass(now)
            if self.done:
                break
            for fd, _ in self._epoll.poll(self._pause(now, end)):
                for operation in list(self._waiting.get(fd, ())):
                    operation.attempt_again()
            if not self.done and end is not None and time.monotonic() >= end:
                return None
        return self.done.popleft()

    def _pause(self, now: float, end: float | None) -> float:
        times = [now + _SWEEP_EVERY_S, *(operation.due for operation in self.delayed)]
        if end is not None:
            times.append(end)
        return max(0.0, min(times) - now)

    def _let_time_pass(self, now: float) -> None:
        for operation in [operation for operation in self.delayed if operation.due <= now]:
            operation.complete(operation.due_code)
        if now - self._swept < _SWEEP_EVERY_S:
            return
        self._swept = now
        for operation in [one for waiting in self._waiting.values() for one in waiting if one.is_orphan()]:
            operation.complete(winsock.ERROR_OPERATION_ABORTED)


class Overlapped:
    """One operation. What is public without a reason here is the C module's own."""

    def __init__(self, event: int = 0) -> None:
        self.address = next(_numbers)
        self.event = event
        self.error = 0
        self.pending = False
        self.fd = self.inode = -1
        self.mask = 0
        self.due = 0.0
        self.due_code = 0
        self._port: Port | None = None
        self._result: Any = None
        self._code = 0

    def getresult(self, wait: bool = False) -> Any:
        if self._code:
            raise winerror(self._code)
        return self._result

    def cancel(self) -> None:
        if self.pending:
            self.complete(winsock.ERROR_OPERATION_ABORTED)

    def complete(self, code: int = 0, result: Any = None) -> None:
        assert self._port is not None
        self._code, self._result, self.pending = code, result, False
        self._port.forget(self)
        self._port.done.append((code, 0, 0, self.address))

    def is_orphan(self) -> bool:
        try:
            return _inode(self.fd) != self.inode
        except OSError:
            return True

    def _start(
        self,
        fd: int,
        attempt: Callable[[], Any],
        mask: int,
        at_once: Mapping[int, int] = AT_ONCE,
        later: Mapping[int, int] = LATER,
    ) -> None:
        self.fd, self.inode, self.mask = fd, _inode(fd), mask
        self._attempt, self._later = attempt, later
        self._port = _associated[self.inode]
        try:
            result = attempt()
        except BlockingIOError:
            self.pending = True
            self._port.wait_for(self)
            return
        except OSError as error:
            raise winerror(at_once.get(error.errno or 0, 10000 + (error.errno or 0))) from None
        self.complete(0, result)

    def attempt_again(self) -> None:
        try:
            result = self._attempt()
        except BlockingIOError:
            return
        except OSError as error:
            code = self._later.get(error.errno or 0, 59)
            if code == winsock.ERROR_CONNECTION_REFUSED:
                self._delay(REFUSAL_S, code)
            else:
                self.complete(code)
            return
        self.complete(0, result)

    def _delay(self, seconds: float, code: int) -> None:
        assert self._port is not None
        self._port.forget(self)
        self.due, self.due_code, self.pending = time.monotonic() + seconds, code, True
        self._port.delayed.append(self)

    def WSARecv(self, fd: int, size: int, flags: int = 0) -> None:
        tables = _tables(fd)
        self._start(fd, lambda: _using(fd, lambda sock: sock.recv(size, _NOW)), select.EPOLLIN, *tables)

    def WSARecvInto(self, fd: int, buffer: Any, flags: int = 0) -> None:
        self._start(fd, lambda: _using(fd, lambda sock: sock.recv_into(buffer, 0, _NOW)), select.EPOLLIN)

    def WSARecvFrom(self, fd: int, size: int, flags: int = 0) -> None:
        tables = _tables(fd)
        self._start(fd, lambda: _using(fd, lambda sock: sock.recvfrom(size, _NOW)), select.EPOLLIN, *tables)

    def WSARecvFromInto(self, fd: int, buffer: Any, flags: int = 0) -> None:
        tables = _tables(fd)
        self._start(fd, lambda: _using(fd, lambda sock: sock.recvfrom_into(buffer, 0, _NOW)), select.EPOLLIN, *tables)

    def WSASend(self, fd: int, data: Any, flags: int = 0) -> None:
        rest = memoryview(bytes(data))
        size = len(rest)

        def send_some(sock: Any) -> int:
            return int(sock.send(rest, _NOW))

        def send() -> int:
            nonlocal rest
            while rest:
                rest = rest[_using(fd, send_some) :]
            return size

        self._start(fd, send, select.EPOLLOUT, _tables(fd)[0])

    def WSASendTo(self, fd: int, data: Any, flags: int, address: Any) -> None:
        self._start(fd, lambda: _using(fd, lambda sock: sock.sendto(data, _NOW, address)), select.EPOLLOUT)

    def ConnectEx(self, fd: int, address: Any) -> None:
        if _using(fd, lambda sock: sock.getsockname())[1] == 0:
            raise winerror(winsock.WSAEINVAL)  # an unbound socket
        begun = False

        def connect(sock: Any) -> None:
            nonlocal begun
            if not begun:
                begun = True
                code = sock.connect_ex(address)
                if code == errno.EINPROGRESS:
                    raise BlockingIOError
            else:
                code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                if not code:
                    _peer(sock)
            if code:
                raise OSError(code, os.strerror(code))

        try:
            self._start(fd, lambda: _using(fd, connect), select.EPOLLOUT, later=winsock.CONNECTING)
        except ConnectionRefusedError:
            self._delay(REFUSAL_S, winsock.ERROR_CONNECTION_REFUSED)

    def AcceptEx(self, fd: int, accepting: int) -> None:
        def accept() -> None:
            new, _ = _using(fd, lambda sock: sock._accept())
            os.dup2(new, accepting)
            os.close(new)
            os.set_blocking(accepting, False)

        self._start(fd, accept, select.EPOLLIN, later={**LATER, errno.ECONNABORTED: winsock.ERROR_NETNAME_DELETED})

    def ReadFile(self, fd: int, size: int) -> None:
        def read() -> bytes:
            try:
                return os.read(fd, size)
            except OSError as error:
                if error.errno != errno.EBADF:
                    raise
            # The end for writing, which is read from only to learn that the reader has left (a duplex pipe there).
            poll = select.poll()
            poll.register(fd, 0)
            if poll.poll(0):
                raise BrokenPipeError(errno.EPIPE, "the reader left")
            raise BlockingIOError

        self._start(fd, read, select.EPOLLIN, winsock.PIPE, winsock.PIPE)

    def ReadFileInto(self, fd: int, buffer: Any) -> None:
        self._start(fd, lambda: os.readv(fd, [buffer]), select.EPOLLIN, winsock.PIPE, winsock.PIPE)

    def WriteFile(self, fd: int, data: Any) -> None:
        rest = memoryview(bytes(data))
        size = len(rest)

        def write() -> int:
            nonlocal rest
            while rest:
                rest = rest[os.write(fd, rest) :]
            return size

        self._start(fd, write, select.EPOLLOUT, winsock.PIPE, winsock.PIPE)


def _peer(sock: Any) -> None:
    """Raises BlockingIOError where a socket without an error is not connected yet."""
    try:
        sock.getpeername()
    except OSError:
        raise BlockingIOError from None


def _tables(fd: int) -> tuple[Mapping[int, int], Mapping[int, int]]:
    udp = _using(fd, lambda sock: sock.type) == socket.SOCK_DGRAM
    return (winsock.UDP_AT_ONCE, winsock.UDP_LATER) if udp else (AT_ONCE, LATER)


class _Wait(Overlapped):
    """For a process or an event, `due` where there is a timeout."""


def CreateIoCompletionPort(handle: int, port: int, key: int, threads: int) -> int:
    if handle == INVALID_HANDLE_VALUE:
        number = next(_numbers)
        _ports[number] = Port()
        return number
    inode = _inode(handle)
    if inode in _associated:
        raise winerror(winsock.ERROR_INVALID_PARAMETER)
    _associated[inode] = _ports[port]
    return port


def GetQueuedCompletionStatus(port: int, timeout_ms: int) -> tuple[int, int, int, int] | None:
    return _ports[port].next_completion(None if timeout_ms == _INFINITE_MS else timeout_ms / 1e3)


def close_port(port: int) -> bool:
    """Whether `port` was one."""
    if port not in _ports:
        return False
    _ports.pop(port).close()
    return True


_waits: dict[int, _Wait] = {}


def RegisterWaitWithQueue(handle: int, port: int, address: int, timeout_ms: int) -> int:
    wait = _Wait()
    wait.address, wait.fd, wait.inode, wait.mask = address, handle, _inode(handle), select.EPOLLIN
    wait._port, wait._attempt, wait._later, wait.pending = _ports[port], lambda: 0, LATER, True
    _waits[address] = wait
    wait._port.wait_for(wait)
    if timeout_ms != _INFINITE_MS:
        wait.due = time.monotonic() + timeout_ms / 1e3
        wait._port.delayed.append(wait)
    return address


def UnregisterWait(handle: int) -> None:
    wait = _waits.pop(handle, None)
    if wait is not None and wait._port is not None:
        wait._port.forget(wait)


def UnregisterWaitEx(handle: int, event: int) -> None:
    UnregisterWait(handle)
    os.eventfd_write(event, 1)


def CreateEvent(*_: Any) -> int:
    return os.eventfd(0)


def BindLocal(fd: int, family: int) -> None:
    def bind(sock: Any) -> None:
        if sock.getsockname()[1]:
            raise winerror(winsock.WSAEINVAL)
        sock.bind(("0.0.0.0" if family == socket.AF_INET else "::", 0))

    _using(fd, bind)


def WSAConnect(fd: int, address: Any) -> None:
    _using(fd, lambda sock: sock.connect(address))
