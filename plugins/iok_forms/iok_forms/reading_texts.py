"""What the form of the meters says in Polish."""

from collections.abc import Mapping

READING: Mapping[str, str] = {
    "Meter readings": "Stan liczników",
    "All meters of the flat at once; leave out those that you cannot reach.": (
        "Wszystkie liczniki lokalu za jednym razem; pomiń te, do których nie ma dojścia."
    ),
    "Accepted reading": "Przyjęty odczyt",
    "On which day did you read them?": "Którego dnia odczytano liczniki?",
    "Enter a day, such as 15.05.2026": "Wpisz dzień, na przykład 15.05.2026",
    "cold_water": "Zimna woda",
    "hot_water": "Ciepła woda",
    "heat": "Ciepło",
    "gas": "Gaz",
    "electricity": "Prąd",
    "no. {number}": "nr {number}",
    "Last reading: {value} of {day}.": "Ostatni odczyt: {value} z dnia {day}.",
    "There is no reading yet.": "Nie ma jeszcze odczytu.",
    "Rewrite the number from the meter, such as 118,4": (
        "Przepisz liczbę z licznika, na przykład 118,4"
    ),
    "Enter the state of one meter at least": "Wpisz stan co najmniej jednego licznika",
    "There is a reading of {day}: enter a later one, or leave this empty": (
        "Jest już odczyt z dnia {day}: wpisz późniejszy albo zostaw puste pole"
    ),
    "Readings are taken from day {first} to day {last} of the month, next on {day}.": (
        "Odczyty przyjmujemy od {first} do {last} dnia miesiąca. Najbliższy dzień: {day}."
    ),
    "Residents give readings from day {first} to day {last} of the month. The office may enter "
    "them later, too.": (
        "Mieszkańcy podają odczyty od {first} do {last} dnia miesiąca. Biuro może wpisać odczyt "
        "także później."
    ),
    "After the days for readings": "Po terminie odczytów",
    "{meter}: {value} is less than {last}, as it has been exchanged.": (
        "{meter}: {value} to mniej niż {last}, bo licznik jest wymieniony."
    ),
    "{meter}: in 30 days {now} instead of the usual {usual}. The state is read well.": (
        "{meter}: w 30 dni {now} zamiast zwykłych {usual}. Stan jest odczytany dobrze."
    ),
    "{value}, exchanged; before it {last}": "{value}, licznik wymieniony; przedtem {last}",
    "{value}, before it {last}": "{value}, przedtem {last}",
    "{value}, before it {last}; in 30 days {now} instead of the usual {usual}": (
        "{value}, przedtem {last}; w 30 dni {now} zamiast zwykłych {usual}"
    ),
    "{value} of {day}": "{value} z dnia {day}",
    "of {day}, meters: {number}": "z dnia {day}, liczników: {number}",
    "The office looks at it within {days} working days. Until it stands in the accounting system, "
    "the portal shows it as given by you.": (
        "Biuro sprawdzi odczyt w ciągu {days} dni roboczych. Dopóki nie ma go w systemie "
        "księgowym, portal pokazuje go jako podany przez Ciebie."
    ),
    "First day of the month on which readings are taken": (
        "Pierwszy dzień miesiąca, w którym przyjmujemy odczyty"
    ),
    "Last day of the month on which readings are taken": (
        "Ostatni dzień miesiąca, w którym przyjmujemy odczyty"
    ),
    "1 and 31: all year. 25 and 5: from the 25th to the 5th of the next month.": (
        "1 i 31: cały rok. 25 i 5: od 25 do 5 dnia następnego miesiąca."
    ),
    "Enter a day from 1 to 31": "Wpisz dzień od 1 do 31",
}
