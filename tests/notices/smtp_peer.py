"""An SMTP server that does for each mail what a script says, on a real socket."""

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

OK = "ok"
LATER_AT_RCPT, REFUSED_AT_RCPT = "451 at RCPT", "550 at RCPT"
REFUSED_AT_MAIL = "553 at MAIL"
LATER_AFTER_DOT, REFUSED_AFTER_DOT = "451 after the dot", "554 after the dot"
HANG_BEFORE_DATA, HANG_AFTER_DATA = "hang before DATA", "hang after DATA"
DROP_IN_DATA, DROP_AFTER_DOT = "drop in DATA", "drop after the dot"
SLOW, GARBAGE_AT_RCPT, GARBAGE_AFTER_DOT = "slow", "garbage at RCPT", "garbage after the dot"
CLOSED_BETWEEN = "closed between two mails"

GARBAGE = b"\x00\xff\xfe nobody knows what this is\r\n"


class Peer:
    """A script has one word for each attempt; when it is used up everything is taken."""

    def __init__(self) -> None:
        self.port = 0
        self.at_mail: deque[str] = deque()
        self.acts: dict[str, deque[str]] = {}
        """By receiver."""
        self.greets_with: str | None = None
        self.user_refused = False
        self.tls: ssl.SSLContext | None = None
        self.offers_tls = False
        self.begins_with_tls = False
        self.attempts = 0
        self.connections = 0
        self.reached: list[bytes] = []
        """Mails that came whole, acknowledged or not."""
        self.heard: list[str] = []
        self.at_data: Callable[[], None] | None = None
        """Called when somebody is about to send a mail."""
        self.in_data: Callable[[], None] | None = None
        """Called when a mail came whole, before its answer."""

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(mail, policy=default) for mail in self.reached]

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            if self.begins_with_tls and self.tls is not None:
                await writer.start_tls(self.tls)
            await _Talk(self, reader, writer).go()
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            writer.close()


class _Talk:
    def __init__(
        self, peer: Peer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.peer, self.reader, self.writer = peer, reader, writer
        self.act = OK

    async def go(self) -> None:
        await self.say(self.peer.greets_with or "220 peer.example ready")
        while line := await self.reader.readline():
            words = line.decode("ascii", "replace").strip()
            self.peer.heard.append(words)
            if not await self.answer(words.upper()):
                return

    async def say(self, *lines: str) -> None:
        self.writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await self.writer.drain()

    async def answer(self, words: str) -> bool:
        """False: the conversation is over."""
        parts = {"STARTTLS": self.starttls, "MAIL": self.mail, "RCPT": self.rcpt, "DATA": self.data}
        verb = words.partition(" ")[0]
        if verb in parts:
            return await parts[verb]()
        auth = "535 5.7.8 no" if self.peer.user_refused else "235 welcome"
        replies = {"AUTH": auth, "QUIT": "221 bye", "EHLO": "250 AUTH PLAIN"}
        if verb == "EHLO":
            await self.say("250-peer.example", *["250-STARTTLS"] * self.peer.offers_tls)
        await self.say(replies.get(verb, "250 well"))
        return verb != "QUIT"

    async def starttls(self) -> bool:
        await self.say("220 go on")
        if self.peer.tls is None:
            self.writer.write(GARBAGE)
            return False
        await self.writer.start_tls(self.peer.tls)
        return True

    async def mail(self) -> bool:
        self.peer.attempts += 1
        act = self.peer.at_mail.popleft() if self.peer.at_mail else OK
        if act == CLOSED_BETWEEN:
            return False
        await self.say("553 5.7.1 not you" if act == REFUSED_AT_MAIL else "250 well")
        return True

    async def rcpt(self) -> bool:
        receiver = self.peer.heard[-1].partition("<")[2].rstrip(">")
        script = self.peer.acts.get(receiver)
        self.act = script.popleft() if script else OK
        match self.act:
            case "451 at RCPT":
                await self.say("451 4.3.0 somebody@secret.example later")
            case "550 at RCPT":
                await self.say("550 5.1.1 somebody@secret.example unknown")
            case "garbage at RCPT":
                self.writer.write(GARBAGE)
            case _:
                await self.say("250 well")
        return True

    async def data(self) -> bool:
        if self.peer.at_data:
            self.peer.at_data()
        if self.act == HANG_BEFORE_DATA:
            await asyncio.sleep(60)
        await self.say("354 go on")
        if self.act == DROP_IN_DATA:
            await self.reader.readline()
            self.writer.transport.abort()
            return False
        body = await self.reader.readuntil(b"\r\n.\r\n")
        self.peer.reached.append(body[:-3].replace(b"\r\n..", b"\r\n."))
        if self.peer.in_data:
            self.peer.in_data()
        return await self.after_dot()

    async def after_dot(self) -> bool:
        match self.act:
            case "hang after DATA":
                await asyncio.sleep(60)
            case "drop after the dot":
                self.writer.transport.abort()
                return False
            case "451 after the dot":
                self.peer.reached.pop()
                await self.say("451 4.3.0 full")
            case "554 after the dot":
                self.peer.reached.pop()
                await self.say("554 5.7.1 spam")
            case "garbage after the dot":
                self.writer.write(GARBAGE)
            case "slow":
                await asyncio.sleep(0.4)
                await self.say("250 2.0.0 taken")
            case _:
                await self.say("250 2.0.0 taken")
        return True


@asynccontextmanager
async def listening(peer: Peer) -> AsyncIterator[Peer]:
    server = await asyncio.start_server(peer.talk, "127.0.0.1", 0)
    peer.port = server.sockets[0].getsockname()[1]
    try:
        yield peer
    finally:
        server.close()
