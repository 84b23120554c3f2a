"""The channel: takes messages from the portal one by one, and says what became of each."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import msgspec

from iok_channel_email.addresses import ascii_address
from iok_channel_email.folder import require_folder, write_mail
from iok_channel_email.mail import compose
from iok_channel_email.options import EmailOptions
from iok_channel_email.smtp import Conversation, LineLostError, Verdict
from iok_core.api import AddressKind, Channel, Delivered, DeliveryResult, Message


class EmailChannel(Channel[EmailOptions]):
    name: ClassVar[str] = "email"
    title: ClassVar[str] = "E-mail"
    options_type: ClassVar[type[msgspec.Struct]] = EmailOptions
    address_kind: ClassVar[AddressKind] = AddressKind.EMAIL

    def check(self) -> None:
        if self.options.folder:
            require_folder(Path(self.options.folder))
        else:
            Conversation.begin(self.options).end()

    def deliver(self, messages: Iterator[Message]) -> Iterator[Delivered]:
        post = _Folder(self.options) if self.options.folder else _Server(self.options)
        try:
            for message in messages:
                try:
                    mail = compose(message, self.options)
                except ValueError:
                    verdict = Verdict(DeliveryResult.REFUSED, "address")
                else:
                    verdict = post.take(message, mail)
                yield Delivered(id=message.id, result=verdict.result, detail=verdict.detail)
        finally:
            post.close()


class _Folder:
    def __init__(self, options: EmailOptions) -> None:
        self._folder = Path(options.folder)
        require_folder(self._folder)

    def take(self, message: Message, mail: bytes) -> Verdict:
        write_mail(self._folder, message.id, mail)
        return Verdict(DeliveryResult.SENT, "")

    def close(self) -> None:
        pass


class _Server:
    """One conversation for many mails, begun anew when the server has ended it."""

    def __init__(self, options: EmailOptions) -> None:
        self._options = options
        self._sender = "@".join(ascii_address(options.from_address))
        self._conversation: Conversation | None = None

    def take(self, message: Message, mail: bytes) -> Verdict:
        receiver = "@".join(ascii_address(message.address))
        old = self._conversation is not None
        verdict = self._sent(receiver, mail)
        if verdict is None and old:  # it grew tired of waiting between two mails
            verdict = self._sent(receiver, mail)
        return verdict or Verdict(DeliveryResult.LATER, "line lost")

    def close(self) -> None:
        conversation, self._conversation = self._conversation, None
        if conversation is not None:
            conversation.end()

    def _sent(self, receiver: str, mail: bytes) -> Verdict | None:
        """None: the line was lost before the server can have taken the mail."""
        conversation = self._conversation or Conversation.begin(self._options)
        self._conversation = conversation
        try:
            verdict = conversation.send(self._sender, receiver, mail)
        except LineLostError:
            self._abandon(conversation)
            return None
        if verdict.result is DeliveryResult.UNCERTAIN:
            self._abandon(conversation)
        return verdict

    def _abandon(self, conversation: Conversation) -> None:
        self._conversation = None
        conversation.abandon()
