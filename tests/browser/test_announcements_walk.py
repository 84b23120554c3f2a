"""An announcement from the office to a resident's telephone."""

from datetime import datetime, timedelta

from playwright.sync_api import FilePayload, Page, expect

from tests.announced import PDF
from tests.browser.conftest import Visit
from tests.browser.judging import faults
from tests.browser.walking import press
from tests.browser.windows import SignedIn

SAVE = "Zapisz i zobacz, jak będzie wyglądać"


def test_k02_9_an_outage_from_the_form_with_an_error_to_the_banner(
    visit: Visit, clerk: SignedIn, resident: SignedIn
) -> None:
    office = visit(signed_in=clerk)
    office.goto("/biuro/ogloszenia")
    office.get_by_role("link", name="Napisz ogłoszenie").click()
    office.get_by_label("Tytuł").fill("Wymiana zaworów")
    office.get_by_label("Tekst").fill("Wymieniamy zawory.\n\nPrzepraszamy za kłopot.")
    office.get_by_text("Awaria lub prace: co nie działa i kiedy").click()
    office.get_by_label("Czy coś nie działa?").select_option("hot_water")
    plan = FilePayload(name="x.pdf", mimeType="application/pdf", buffer=PDF)
    office.locator("#plik").set_input_files(plan)
    office.get_by_label("Nazwa pliku").fill("Plan prac")
    press(office, SAVE)
    expect(office.locator(".errors")).to_be_focused()
    expect(office.get_by_label("Plan prac")).to_be_checked()
    expect(office.get_by_label("Tytuł")).to_have_value("Wymiana zaworów")
    assert faults(office) == []
    now = datetime.now().astimezone()
    fill(office, "begins", now)
    fill(office, "ends", now + timedelta(hours=2))
    press(office, SAVE)
    assert faults(office) == []
    press(office, "Pokaż")
    phone = visit(390, signed_in=resident, java_script_enabled=False)
    phone.goto("/")
    banner = phone.get_by_role("complementary", name="Ważna informacja")
    expect(banner).to_contain_text("Brak ciepłej wody")
    banner.get_by_role("link", name="Wymiana zaworów").click()
    expect(phone.locator("h1")).to_have_text("Wymiana zaworów")
    expect(phone.get_by_role("link", name="Plan prac")).to_be_visible()
    read = visit(390, signed_in=resident)
    read.goto(phone.url)
    assert faults(read) == []
    press(office, "Wycofaj")
    phone.goto("/")
    expect(banner).to_have_count(0)


def fill(page: Page, name: str, moment: datetime) -> None:
    page.locator(f"#{name}_on").fill(f"{moment:%Y-%m-%d}")
    page.locator(f"#{name}_at").fill(f"{moment:%H:%M}")
