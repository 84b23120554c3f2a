"""What the forms say, in English and in Polish."""

from collections.abc import Callable, Mapping
from datetime import date

from iok_forms.reading_texts import READING

Say = Callable[..., str]

_FAULT: Mapping[str, str] = {
    "Fault": "Usterka",
    "Something is broken in your flat or in the building.": (
        "Coś się zepsuło w mieszkaniu albo w budynku."
    ),
    "What is broken?": "Co się zepsuło?",
    "Choose the kind": "Wybierz, co się zepsuło",
    "water": "Woda, kanalizacja",
    "heating": "Ogrzewanie",
    "power": "Prąd",
    "gas": "Gaz",
    "lift": "Winda",
    "door": "Drzwi, domofon",
    "roof": "Dach, ściany, okna",
    "cleaning": "Czystość, zieleń",
    "other": "Coś innego",
    "It is dangerous, or gets worse every minute": "To groźne albo z każdą chwilą gorsze",
    "Water is pouring, it smells of gas, somebody is stuck in the lift.": (
        "Leje się woda, czuć gaz, ktoś utknął w windzie."
    ),
    "Describe it": "Opisz usterkę",
    "Where exactly, since when, what was tried.": "Gdzie dokładnie, od kiedy, co już sprawdzono.",
    "Describe the fault in a few words": "Opisz usterkę w kilku słowach",
    "May we come in?": "Czy można wejść do lokalu?",
    "Choose whether we may come in": "Wybierz, czy można wejść",
    "at_home": "Tak, gdy ktoś jest w domu",
    "away": "Tak, także pod nieobecność (klucz u sąsiada albo w biurze)",
    "not_needed": "Nie trzeba wchodzić do lokalu",
    "When are you at home?": "Kiedy ktoś jest w domu?",
    "For example: on working days after 16.": "Na przykład: w dni robocze po 16.",
    "Write when you are at home": "Napisz, kiedy ktoś jest w domu",
    "Telephone number for this fault": "Telefon w sprawie tej usterki",
    "Enter a telephone number, such as 600 100 200": (
        "Wpisz numer telefonu, na przykład 600 100 200"
    ),
    "Repaired": "Naprawione",
    "The technical department reads it on the next working day and calls you. You have an answer "
    "within {days} working days.": (
        "Dział techniczny przeczyta zgłoszenie w najbliższym dniu roboczym i zadzwoni. Odpowiedź "
        "będzie w ciągu {days} dni roboczych."
    ),
    "The emergency service comes when you call. The technical department reads what you wrote on "
    "the next working day; you have an answer within {days} working days.": (
        "Pogotowie przyjedzie po telefonie. Dział techniczny przeczyta zgłoszenie w najbliższym "
        "dniu roboczym, odpowiedź będzie w ciągu {days} dni roboczych."
    ),
    "Working days for an answer": "Ile dni roboczych na odpowiedź",
    "So many working days after the report the resident has an answer.": (
        "Po tylu dniach roboczych od zgłoszenia mieszkaniec ma odpowiedź."
    ),
    "Enter a number from 1 to 60": "Wpisz liczbę od 1 do 60",
}
_OCCUPANTS: Mapping[str, str] = {
    "Change of the number of occupants": "Zmiana liczby mieszkańców",
    "Charges for water and waste depend on it.": "Zależą od niej opłaty za wodę i odpady.",
    "How many persons live there?": "Ile osób mieszka w lokalu?",
    "A number only. The names of who lives with you are not needed.": (
        "Tylko liczba. Nazwiska domowników nie są potrzebne."
    ),
    "Enter a number from 0 to 50": "Wpisz liczbę od 0 do 50",
    "Since what day?": "Od którego dnia?",
    "Enter a day, such as 15.05.2026": "Wpisz dzień, na przykład 15.05.2026",
    "Note for the office": "Uwagi dla biura",
    "Leave out names and numbers of documents.": "Nie podawaj nazwisk ani numerów dokumentów.",
    "Accepted": "Przyjęta zmiana",
    "The office looks at it within {days} working days. Until the accounting system has the new "
    "number, you are charged for the former one.": (
        "Biuro sprawdzi zgłoszenie w ciągu {days} dni roboczych. Dopóki system księgowy nie ma "
        "nowej liczby, opłaty są naliczane za poprzednią."
    ),
    "Would count from": "Liczyłoby się od miesiąca",
    "Enter a day from {first} to {last}": "Wpisz dzień od {first} do {last}",
    "You are charged for so many already: nothing has to be changed": (
        "Opłaty są już naliczane za tyle osób: nie trzeba niczego zmieniać"
    ),
    "{number} persons": "osób: {number}",
    "{number} persons instead of {charged}": "osób: {number} zamiast {charged}",
    "What I declare is true.": "Oświadczam, że podane informacje są prawdziwe.",
    "{number} persons live there: this is no mistake.": (
        "W lokalu mieszka {number} osób, to nie pomyłka."
    ),
    "Day of the month until which a declaration counts for that month": (
        "Dzień miesiąca, do którego zgłoszenie liczy się za ten miesiąc"
    ),
    "Later ones count from the next month on. 0: always from the next month.": (
        "Późniejsze liczą się od następnego miesiąca. 0: zawsze od następnego."
    ),
    "Enter a day from 0 to 28": "Wpisz dzień od 0 do 28",
}
_MESSAGE: Mapping[str, str] = {
    "Question, suggestion, complaint": "Pytanie, uwaga, reklamacja",
    "Also when something in the portal does not work.": "Także gdy coś w portalu nie działa.",
    "What is it?": "Czego dotyczy?",
    "Choose what it is": "Wybierz, czego dotyczy",
    "question": "Pytanie",
    "suggestion": "Sugestia",
    "technical": "Problem techniczny z portalem",
    "complaint": "Reklamacja działania portalu",
    "Subject": "Temat",
    "Write the subject": "Wpisz temat",
    "Message": "Treść",
    "Leave out your PESEL and the numbers of documents.": (
        "Nie podawaj numeru PESEL ani numerów dokumentów."
    ),
    "Write your message": "Wpisz treść",
    "Answered": "Jest odpowiedź",
    "The office answers here, in the portal, within {days} working days.": (
        "Biuro odpowie tutaj, w portalu, w ciągu {days} dni roboczych."
    ),
    "Working days for an answer to a question or suggestion": (
        "Ile dni roboczych na odpowiedź na pytanie albo sugestię"
    ),
    "Working days for an answer to a technical problem": (
        "Ile dni roboczych na odpowiedź w sprawie problemu technicznego"
    ),
    "Working days for an answer to a complaint": "Ile dni roboczych na odpowiedź na reklamację",
    "Enter a number from 1 to 90": "Wpisz liczbę od 1 do 90",
}
_BALANCE: Mapping[str, str] = {
    "An amount is not right": "Kwota się nie zgadza",
    "The settlements department explains it. The balance in the portal is for information, so it "
    "cannot be the only basis of a complaint.": (
        "Wyjaśnia dział rozliczeń. Saldo w portalu ma charakter informacyjny, więc nie może być "
        "jedyną podstawą reklamacji."
    ),
    "What is wrong with the amount?": "Co się nie zgadza?",
    "Which amount, of which month, and what it should be in your opinion.": (
        "Która kwota, za który miesiąc i ile powinno być Twoim zdaniem."
    ),
    "Write what is wrong with the amount": "Napisz, co się nie zgadza",
    "Explained": "Wyjaśnione",
    "complaint about an amount": "reklamacja wysokości rozliczeń",
    "The settlements department answers here within {days} working days. It is quicker to have it "
    "explained at the office.": (
        "Dział rozliczeń odpowie tutaj w ciągu {days} dni roboczych. Szybciej wyjaśnisz to "
        "osobiście w biurze."
    ),
}
_PAYMENT: Mapping[str, str] = {
    "A payment that is not visible yet": "Wpłata, której jeszcze nie widać",
    "The portal shows it beside the balance as declared and goes on looking for it. The balance "
    "stays as it is until the payment is booked. A photo of the confirmation helps.": (
        "Portal pokaże ją przy saldzie jako zadeklarowaną i będzie jej szukać. Saldo zmieni się "
        "dopiero po zaksięgowaniu wpłaty. Pomaga zdjęcie potwierdzenia."
    ),
    "On what day did you pay?": "Którego dnia była wpłata?",
    "The day on which the bank took the transfer.": "Dzień, w którym bank przyjął przelew.",
    "How much, in złote?": "Ile, w złotych?",
    "As on the confirmation of the transfer.": "Tak jak na potwierdzeniu przelewu.",
    "Enter an amount, such as 300,00": "Wpisz kwotę, na przykład 300,00",
    "Note for the settlements department": "Uwagi dla działu rozliczeń",
    "What helps to find the payment: the title of the transfer, who paid.": (
        "Co pomoże znaleźć wpłatę: tytuł przelewu, kto płacił."
    ),
    "Booked": "Zaksięgowane",
    "payment of {day}": "wpłata z {day}",
    "Transfers are mostly booked within a few days: as soon as yours is, this closes by itself. If "
    "it is not found, the settlements department answers here within {days} working days.": (
        "Przelewy są zwykle księgowane w ciągu kilku dni: gdy tylko Twój będzie zaksięgowany, "
        "zgłoszenie zamknie się samo. Jeśli wpłaty nie da się znaleźć, dział rozliczeń odpowie "
        "tutaj w ciągu {days} dni roboczych."
    ),
}
POLISH: Mapping[str, str] = {
    **_FAULT,
    **_OCCUPANTS,
    **_MESSAGE,
    **_BALANCE,
    **_PAYMENT,
    **READING,
}
UKRAINIAN: Mapping[str, str] = {
    "Something is broken in your flat or in the building.": (
        "Щось зламалося у квартирі або в будинку."
    ),
    "water": "Вода, каналізація",
    "heating": "Опалення",
    "power": "Електрика",
    "gas": "Газ",
    "lift": "Ліфт",
    "door": "Двері, домофон",
    "roof": "Дах, стіни, вікна",
    "cleaning": "Чистота, зелень",
    "other": "Щось інше",
    "at_home": "Так, коли хтось удома",
    "away": "Так, також без мешканців (ключ у сусіда або в офісі)",
    "not_needed": "Заходити не потрібно",
    "Repaired": "Полагоджено",
    "Charges for water and waste depend on it.": "Від цього залежать платежі за воду та відходи.",
    "Accepted": "Зміну прийнято",
    "Also when something in the portal does not work.": "Також коли на порталі щось не працює.",
    "question": "Запитання",
    "suggestion": "Пропозиція",
    "technical": "Технічна проблема з порталом",
    "complaint": "Скарга на роботу порталу",
    "Answered": "Є відповідь",
    "The settlements department explains it. The balance in the portal is for information, so it "
    "cannot be the only basis of a complaint.": (
        "Пояснює відділ розрахунків. Сальдо на порталі має інформаційний характер, тому не може "
        "бути єдиною підставою скарги."
    ),
    "Explained": "Пояснено",
    "The portal shows it beside the balance as declared and goes on looking for it. The balance "
    "stays as it is until the payment is booked. A photo of the confirmation helps.": (
        "Портал покаже її біля сальдо як заявлену й шукатиме далі. Сальдо зміниться лише після "
        "проведення платежу. Допоможе фото підтвердження."
    ),
    "Booked": "Проведено",
    "All meters of the flat at once; leave out those that you cannot reach.": (
        "Усі лічильники квартири одразу; пропустіть ті, до яких немає доступу."
    ),
    "Accepted reading": "Прийнятий показник",
}
"""A draft; only what the portal's own catalogue does not hold. Sentences of `judge` are Polish."""
TEXTS = {"pl": POLISH, "uk": UKRAINIAN}
_MONTHS = {
    "pl": (
        "styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec", "sierpień",
        "wrzesień", "październik", "listopad", "grudzień",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip


def speaking(language: str) -> Say:
    """English where it is asked for, Polish otherwise."""
    words = {} if language == "en" else POLISH

    def say(text: str, **values: object) -> str:
        return words.get(text, text).format(**values)

    return say


def written(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def month(day: date, language: str) -> str:
    """maj 2026"""
    return f"{_MONTHS['en' if language == 'en' else 'pl'][day.month - 1]} {day.year}"
