"""What the statement says, in English and in Polish."""

from collections.abc import Callable, Mapping
from datetime import date

Say = Callable[..., str]

POLISH: Mapping[str, str] = {
    "Statement of account": "Wyciąg z konta",
    "As of the day": "Stan na dzień",
    "Leave this and the year empty for the newest day of the data.": (
        "Gdy zostawisz puste i nie podasz roku, wyciąg będzie z ostatniego dnia danych."
    ),
    "Or a calendar year": "Albo rok kalendarzowy",
    "Four digits, such as 2026.": "Cztery cyfry, na przykład 2026.",
    "Enter a day, such as 31.05.2026": "Wpisz dzień, na przykład 31.05.2026",
    "Enter a year, such as 2026": "Wpisz rok, na przykład 2026",
    "With the components of the charges": "Ze składnikami opłat",
    "Choose either a day or a year": "Wybierz albo dzień, albo rok",
    "The data reach to {day}. Choose that day or an earlier one": (
        "Dane sięgają do {day}. Wybierz ten dzień albo wcześniejszy"
    ),
    "The data begin on {day}. Choose that day or a later one": (
        "Dane zaczynają się {day}. Wybierz ten dzień albo późniejszy"
    ),
    "There are data from {since} to {until}. Choose a year from these": (
        "Dane są od {since} do {until}. Wybierz rok z tego okresu"
    ),
    "{title} for {year}": "{title} za rok {year}",
    "As of {day}": "Stan na {day}",
    "From {since} to {until}": "Od {since} do {until}",
    "Each settlement account stands by itself: the amounts of different accounts are not added "
    "together.": (
        "Każde konto jest rozliczane osobno: kwot z różnych kont nie dodaje się do siebie."
    ),
    "Not included, because its data begin on {day}: {name}, account {key}.": (
        "Pominięto, bo dane zaczynają się {day}: {name}, konto {key}."
    ),
    "Not included, because it ended on {day}: {name}, account {key}.": (
        "Pominięto, bo rozliczenia skończyły się {day}: {name}, konto {key}."
    ),
    "Account": "Konto",
    "Payer": "Płatnik",
    "Premises": "Lokal",
    "Balance at the beginning of {day}": "Saldo na początek dnia {day}",
    "Charged": "Obciążenia",
    "Paid in": "Wpłaty",
    "To pay on {day}": "Do zapłaty na {day}",
    "Overpayment on {day}": "Nadpłata na {day}",
    "All paid on {day}": "Wszystko opłacone na {day}",
    "Entries": "Operacje",
    "Date": "Data",
    "Entry": "Operacja",
    "Document": "Dokument",
    "Balance after": "Saldo po operacji",
    "Opening balance": "Saldo początkowe",
    "Total for {month}": "Razem {month}",
    "Total": "Razem",
    "There are no entries in these days.": "W tych dniach nie ma żadnych operacji.",
    "A balance below zero is an overpayment.": "Saldo poniżej zera to nadpłata.",
    "The entries do not add up to the balance of the accounting system. The office can explain "
    "it.": ("Operacje nie sumują się do salda z systemu księgowego. Wyjaśni to biuro spółdzielni."),
    "Balance in the accounting system on {day}": "Saldo w systemie księgowym na {day}",
    "Components of the charges": "Składniki opłat",
    "Month": "Miesiąc",
    "Component": "Składnik",
    "Quantity": "Ilość",
    "Unit": "Jednostka",
    "Rate": "Stawka",
    "Amount": "Kwota",
    "There are no charges in these months.": "W tych miesiącach nie ma naliczeń.",
    "statement": "wyciag",
}
TEXTS = {"pl": POLISH}


def speaking(language: str) -> Say:
    """English where it is asked for, Polish otherwise."""
    words = {} if language == "en" else POLISH

    def say(text: str, **values: object) -> str:
        return words.get(text, text).format(**values)

    return say


def written(day: date) -> str:
    return f"{day:%d.%m.%Y}"
