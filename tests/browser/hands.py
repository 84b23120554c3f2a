"""Filling in forms as people do: with the keyboard alone, or where no script runs."""

import abc
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.keyboard import focused, tab_to

LONG = 200
"""From so many characters on a text is pasted."""


class Hands(abc.ABC):
    """What things are called is what stands on the page, or how that begins."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @abc.abstractmethod
    def write(self, label: str, text: str) -> None: ...

    @abc.abstractmethod
    def write_day(self, label: str, day: date) -> None: ...

    @abc.abstractmethod
    def choose(self, label: str, option: str) -> None: ...

    @abc.abstractmethod
    def tick(self, label: str) -> None: ...

    @abc.abstractmethod
    def press(self, button: str) -> None: ...

    @abc.abstractmethod
    def unfold(self, summary: str) -> None: ...

    @abc.abstractmethod
    def follow(self, link: str) -> None: ...

    @abc.abstractmethod
    def told(self) -> Locator:
        """What the page says is wrong, where whoever fills it in looks first."""

    def add_file(self, label: str, file: Path) -> None:
        """The system's own dialogue is nobody's page."""
        self.page.get_by_label(label).set_input_files(file)


class Keyboard(Hands):
    def write(self, label: str, text: str) -> None:
        """Over what stands there."""
        self._go_to(label)
        self.page.keyboard.press("Control+A")
        if len(text) > LONG:
            self.page.keyboard.insert_text(text)
        else:
            self.page.keyboard.type(text)

    def write_day(self, label: str, day: date) -> None:
        """Its parts one by one, in the order of the browser's own language."""
        self._go_to(label)
        field = self.page.get_by_label(label)
        for order in ("%m%d%Y", "%d%m%Y"):
            self.page.keyboard.type(f"{day:{order}}")
            if field.input_value() == day.isoformat():
                return
            for _ in range(2):
                self.page.keyboard.press("ArrowLeft")
        raise ValueError(f"{label}: {field.input_value()}")

    def choose(self, label: str, option: str) -> None:
        self._go_to(label)
        self.page.keyboard.type(option)

    def tick(self, label: str) -> None:
        self._go_to(label)
        self.page.keyboard.press("Space")

    def press(self, button: str) -> None:
        self._go_to(button)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def unfold(self, summary: str) -> None:
        self._go_to(summary)
        self.page.keyboard.press("Enter")

    def follow(self, link: str) -> None:
        self.press(link)

    def told(self) -> Locator:
        alert = self.page.get_by_role("alert")
        expect(alert).to_be_focused()
        return alert

    def _go_to(self, name: str) -> None:
        """On a page that was just opened past the menu, by its first link."""
        if focused(self.page)["page"]:
            tab_to(self.page, "Przejdź do treści")
            self.page.keyboard.press("Enter")
        tab_to(self.page, name)


class Pointer(Hands):
    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(label).fill(text)

    def write_day(self, label: str, day: date) -> None:
        self.write(label, day.isoformat())

    def choose(self, label: str, option: str) -> None:
        field = self.page.get_by_label(label)
        field.select_option(field.locator("option", has_text=option).get_attribute("value"))

    def tick(self, label: str) -> None:
        self.page.locator("label", has_text=label).first.click()

    def press(self, button: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button).first.click()

    def unfold(self, summary: str) -> None:
        self.page.locator("summary", has_text=summary).click()

    def follow(self, link: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=link).first.click()

    def told(self) -> Locator:
        return self.page.get_by_role("alert")
