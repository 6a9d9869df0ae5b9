"""A clamd on loopback: INSTREAM over TCP as clamd(8) describes it. It finds EICAR, and can be stopped and started."""

import socket
import struct
import threading
import time

# Split, so that no scanner finds this file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class ClamdStub:
    """`answer` overrides what it says; `delay` is how many seconds it thinks. `seen` keeps what it was sent."""

    def __init__(self):
        self.answer, self.delay, self.seen = None, 0.0, []
        self._socket, self._port = None, 0

    @property
    def address(self):
        return f"127.0.0.1:{self._port}"

    def start(self):
        self._socket = socket.create_server(("127.0.0.1", self._port))
        self._port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, args=[self._socket], daemon=True).start()
        return self

    def stop(self):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self, listener):
        while True:
            try:
                link, _ = listener.accept()
            except OSError:
                return
            with link:
                self._talk(link)

    def _talk(self, link):
        with link.makefile("rb") as sent:
            assert sent.read(10) == b"zINSTREAM\0"
            data = b""
            while length := struct.unpack(">L", sent.read(4))[0]:
                data += sent.read(length)
        self.seen.append(data)
        time.sleep(self.delay)
        said = b"stream: Eicar-Test-Signature FOUND" if EICAR in data else b"stream: OK"
        try:
            link.sendall((self.answer if self.answer is not None else said) + b"\0")
        except OSError:  # whoever asked has gone
            return
