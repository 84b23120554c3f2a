"""The parent's end of the socket to a child."""

import asyncio
import socket
from contextlib import suppress
from typing import Self

import msgspec

from iok_core.child.frames import HEADER, Ask, Build, Frame, Start, packed, payload_length

_decoder: msgspec.msgpack.Decoder[Frame] = msgspec.msgpack.Decoder(Frame)


class Wire:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def over(cls, end: socket.socket) -> Self:
        return cls(*await asyncio.open_connection(sock=end))

    async def send(self, frame: Start | Ask | Build) -> None:
        """Raises FrameTooLargeError: nothing was sent."""
        self._writer.write(packed(msgspec.msgpack.encode(frame)))
        with suppress(ConnectionError):  # reading will tell how the child ended
            await self._writer.drain()

    async def receive(self) -> Frame | None:
        """None: the child closed its end, if need be in mid-frame.

        Raises:
            FrameTooLargeError, msgspec.DecodeError: what came is no frame.
        """
        payload = await self.payload()
        return None if payload is None else _decoder.decode(payload)

    async def payload(self) -> bytes | None:
        """What is in the next frame, whatever it is. Raises FrameTooLargeError."""
        try:
            length = payload_length(await self._reader.readexactly(HEADER.size))
            return await self._reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            return None

    def close(self) -> None:
        self._writer.close()
