"""One conversation with an SMTP server, which takes mail after mail.

What matters is where a line breaks: before the final dot the server cannot have taken the mail,
after it nobody knows (RFC 1047). So DATA is sent here in its two parts.
"""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Self

import msgspec

from iok_channel_email.options import EmailOptions
from iok_core.api import ConnectorError, ConnectorProblem, DeliveryResult

_BROKEN = (OSError, smtplib.SMTPException)
_GO_AHEAD = 354
_CLOSING = 421
_NO_ANSWER = -1
"""What smtplib makes of a line that begins with no number."""
_LINE_WITH_DOT = re.compile(rb"^\.", re.MULTILINE)
_ENHANCED = re.compile(rb"\d\.\d{1,3}\.\d{1,3}(?!\S)")


class Verdict(msgspec.Struct, frozen=True):
    result: DeliveryResult
    detail: str
    """Numbers only: a server's words may hold the address."""


class LineLostError(Exception):
    """The server is gone, or talks nonsense, before it can have taken the mail."""


class Conversation:
    def __init__(self, server: smtplib.SMTP) -> None:
        self._server = server

    @classmethod
    def begin(cls, options: EmailOptions) -> Self:
        """Raises ConnectorError: the server cannot be talked to at all."""
        with _told(options):
            return cls(_greeted(options))

    def send(self, sender: str, receiver: str, mail: bytes) -> Verdict:
        """Raises LineLostError, and ConnectorError when the server will not have this sender."""
        code, said = self._command(f"MAIL FROM:<{sender}>")
        if code >= 500:
            problem = ConnectorProblem.WRONG_OPTIONS
            raise ConnectorError(problem, "from_address", _numbers(code, said))
        for command in (f"RCPT TO:<{receiver}>", "DATA"):
            if code < 400:
                code, said = self._command(command)
        if code >= 400:
            return self._refused(code, said)
        if code != _GO_AHEAD:
            raise LineLostError
        return self._hand_over(mail)

    def end(self) -> None:
        with suppress(*_BROKEN):
            self._server.quit()
        self.abandon()

    def abandon(self) -> None:
        """Without goodbye: nobody listens there."""
        self._server.close()

    def _command(self, command: str) -> tuple[int, bytes]:
        try:
            code, said = self._server.docmd(command)
        except _BROKEN as error:
            raise LineLostError from error
        if code in (_NO_ANSWER, _CLOSING):
            raise LineLostError
        return code, said

    def _refused(self, code: int, said: bytes) -> Verdict:
        with suppress(*_BROKEN):
            self._server.rset()
        return Verdict(_by_code(code), _numbers(code, said))

    def _hand_over(self, mail: bytes) -> Verdict:
        body = _LINE_WITH_DOT.sub(b"..", mail)
        try:
            self._server.send(body)
        except _BROKEN as error:
            raise LineLostError from error
        try:
            self._server.send(b".\r\n")
            code, said = self._server.getreply()
        except _BROKEN:
            return Verdict(DeliveryResult.UNCERTAIN, "")
        return Verdict(_by_code(code), _numbers(code, said))


def _by_code(code: int) -> DeliveryResult:
    kinds = {2: DeliveryResult.SENT, 4: DeliveryResult.LATER, 5: DeliveryResult.REFUSED}
    return kinds.get(code // 100, DeliveryResult.UNCERTAIN)


def _numbers(code: int, said: bytes) -> str:
    enhanced = _ENHANCED.match(said)
    return f"{code} {enhanced[0].decode()}" if enhanced else str(code)


def _greeted(options: EmailOptions) -> smtplib.SMTP:
    place = (options.host, options.usual_port)
    own_name = options.from_address.rpartition("@")[2].encode("idna").decode("ascii")
    secure = ssl.create_default_context()
    server: smtplib.SMTP
    if options.security == "tls":
        server = smtplib.SMTP_SSL(*place, own_name, timeout=options.timeout, context=secure)
    else:
        server = smtplib.SMTP(*place, own_name, timeout=options.timeout)
    try:
        if options.security == "starttls":
            server.starttls(context=secure)
        server.ehlo_or_helo_if_needed()
        if options.user:
            server.login(options.user, options.password)
    except BaseException:
        server.close()
        raise
    return server


@contextmanager
def _told(options: EmailOptions) -> Iterator[None]:
    """Why there is no conversation, without the words of the server."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        temporary = error.smtp_code < 500
        problem = ConnectorProblem.UNREACHABLE if temporary else ConnectorProblem.SIGN_IN_REFUSED
        raise ConnectorError(problem, options.host, str(error.smtp_code)) from None
    except smtplib.SMTPResponseException as error:
        detail = str(error.smtp_code)
        raise ConnectorError(ConnectorProblem.UNREACHABLE, options.host, detail) from None
    except UnicodeError:  # smtplib and the names of servers know nothing but ASCII
        problem, detail = ConnectorProblem.WRONG_OPTIONS, "other letters than ASCII"
        raise ConnectorError(problem, "host, user, password", detail) from None
    except _BROKEN as error:
        detail = type(error).__name__
        raise ConnectorError(ConnectorProblem.UNREACHABLE, options.host, detail) from None
