"""A TCP proxy on loopback that misbehaves on request: between the service and its PostgreSQL or Redis."""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Literal, Self

from tests.support.waiting import PATIENCE_SECONDS

Mode = Literal["pass", "refuse", "black hole", "delay"]
CHUNK = 65536
NO_LINGER = struct.pack("ii", 1, 0)


class FaultyProxy:
    """Passes bytes between a port of its own and another loopback port.

    - `pass_through`: as if it were not there.
    - `refuse`: nobody listens any more, and what was open is cut.
    - `black_hole`: connections stay open and new ones are accepted, but nothing gets through.
    - `delay`: every chunk waits that many seconds, in both directions.
    - `cut`: what is open is closed at once; new connections are as before.

    It runs in a thread of its own, and every method returns once the change is in force.
    """

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._mode: Mode = "pass"
        self._seconds = 0.0
        self._writers: set[asyncio.StreamWriter] = set()
        self._open = asyncio.Event()
        self._open.set()
        self._server: asyncio.Server | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._listen)
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def pass_through(self) -> None:
        self._switch("pass")
        self._do(self._listen)

    def refuse(self) -> None:
        self._switch("refuse")
        self._do(self._close)

    def black_hole(self) -> None:
        self._switch("black hole")
        self._do(self._listen)

    def delay(self, seconds: float) -> None:
        self._seconds = seconds
        self._switch("delay")
        self._do(self._listen)

    def cut(self) -> None:
        self._do(self._cut)

    def _switch(self, mode: Mode) -> None:
        self._mode = mode
        change = self._open.clear if mode == "black hole" else self._open.set
        self._loop.call_soon_threadsafe(change)

    def _do(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        asyncio.run_coroutine_threadsafe(work(), self._loop).result(timeout=PATIENCE_SECONDS)

    async def _listen(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        await self._cut()

    async def _cut(self) -> None:
        for writer in list(self._writers):
            # No lingering makes the other side see a reset, as when a machine goes away.
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            await self._open.wait()
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target_port)
            self._writers.add(far_writer)
            await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer))
        except OSError:
            pass  # either side closed or was cut, which is what this is for
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while chunk := await reader.read(CHUNK):
                await self._open.wait()
                if self._mode == "delay":
                    await asyncio.sleep(self._seconds)
                writer.write(chunk)
                await writer.drain()
        finally:
            with contextlib.suppress(OSError):
                writer.close()
            self._writers.discard(writer)
