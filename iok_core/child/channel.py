"""The child's end of the socket to its parent."""

import os
import socket
import threading

import msgspec

from iok_core.child.frames import HEADER, Ask, Heartbeat, Start, packed, payload_length

_encoder = msgspec.msgpack.Encoder()


class Channel:
    def __init__(self, descriptor: int) -> None:
        os.set_inheritable(descriptor, False)  # a program that the plugin starts gets none
        self._socket = socket.socket(fileno=descriptor)
        self._one_at_a_time = threading.Lock()

    def receive_start(self) -> Start:
        return msgspec.msgpack.decode(self._receive(), type=Start)

    def receive_ask(self) -> Ask:
        return msgspec.msgpack.decode(self._receive(), type=Ask)

    def send(self, frame: msgspec.Struct) -> None:
        """Waits while the parent is busy, so a connector is never far ahead of it."""
        message = packed(_encoder.encode(frame))
        with self._one_at_a_time:
            self._socket.sendall(message)

    def beat(self, seconds: float) -> None:
        threading.Thread(target=self._beat, args=(seconds,), daemon=True).start()

    def _beat(self, seconds: float) -> None:
        pause = threading.Event()
        while not pause.wait(seconds):
            try:
                self.send(Heartbeat())
            except OSError:
                os._exit(1)  # the parent is gone: nobody wants the rest

    def _receive(self) -> bytes:
        return self._read(payload_length(self._read(HEADER.size)))

    def _read(self, size: int) -> bytes:
        read = bytearray()
        while len(read) < size:
            chunk = self._socket.recv(size - len(read))
            if not chunk:
                raise EOFError("the parent closed the socket")
            read += chunk
        return bytes(read)
