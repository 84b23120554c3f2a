"""Names that nobody bears: each surname says itself that it is made up."""

from typing import NamedTuple

from iok_core.demo.cooperative.dice import Dice


class Surname(NamedTuple):
    man: str
    woman: str
    family: str


SURNAMES = tuple(
    Surname(*forms.split())
    for forms in """\
Bajeczny Bajeczna Bajeczni|Baśniowy Baśniowa Baśniowi|Bezimienny Bezimienna Bezimienni
Ćwiczebny Ćwiczebna Ćwiczebni|Ćwierćprawdziwy Ćwierćprawdziwa Ćwierćprawdziwi
Demonstracyjny Demonstracyjna Demonstracyjni|Domniemany Domniemana Domniemani
Dopowiedziany Dopowiedziana Dopowiedziani|Fikcyjny Fikcyjna Fikcyjni
Hipotetyczny Hipotetyczna Hipotetyczni|Książkowy Książkowa Książkowi
Legendarny Legendarna Legendarni|Łudzący Łudząca Łudzący|Makietowy Makietowa Makietowi
Mniemany Mniemana Mniemani|Mityczny Mityczna Mityczni|Nieistniejący Nieistniejąca Nieistniejący
Nierzeczywisty Nierzeczywista Nierzeczywiści|Niebyły Niebyła Niebyli
Nieprawdziwy Nieprawdziwa Nieprawdziwi|Papierowy Papierowa Papierowi
Podstawiony Podstawiona Podstawieni|Pokazowy Pokazowa Pokazowi|Pomyślany Pomyślana Pomyślani
Pozorny Pozorna Pozorni|Poglądowy Poglądowa Poglądowi|Próbny Próbna Próbni
Przykładowski Przykładowska Przykładowscy|Przykładny Przykładna Przykładni
Przypuszczalny Przypuszczalna Przypuszczalni|Rysunkowy Rysunkowa Rysunkowi
Rzekomy Rzekoma Rzekomi|Szablonowy Szablonowa Szablonowi|Śniony Śniona Śnieni
Świeżozmyślony Świeżozmyślona Świeżozmyśleni|Teatralny Teatralna Teatralni
Testowy Testowa Testowi|Udawany Udawana Udawani|Ułudny Ułudna Ułudni|Umowny Umowna Umowni
Urojony Urojona Urojeni|Wirtualny Wirtualna Wirtualni|Wymyślony Wymyślona Wymyśleni
Wyobrażony Wyobrażona Wyobrażeni|Wyśniony Wyśniona Wyśnieni|Wzorcowy Wzorcowa Wzorcowi
Zamyślony Zamyślona Zamyśleni|Zastępczy Zastępcza Zastępczy|Zmyślny Zmyślna Zmyślni
Zmyślony Zmyślona Zmyśleni|Źdźbłowyśniony Źdźbłowyśniona Źdźbłowyśnieni
Źródłopodobny Źródłopodobna Źródłopodobni|Żartobliwy Żartobliwa Żartobliwi
Życiopodobny Życiopodobna Życiopodobni""".replace("\n", "|").split("|")
)
MEN = tuple(
    """\
Adam Andrzej Bogusław Bolesław Bronisław Cezary Damian Eugeniusz Filip Grzegorz Henryk Ignacy
Jacek Jan Jarosław Józef Kacper Kazimierz Łukasz Maciej Mariusz Michał Mieczysław Mirosław Oskar
Paweł Piotr Rafał Roman Ryszard Sławomir Stanisław Szymon Tadeusz Wacław Wiesław Włodzimierz
Wojciech Zbigniew Zdzisław Żegota Ścibor""".split()  # noqa: SIM905
)
WOMEN = tuple(
    """\
Agnieszka Aldona Anna Barbara Beata Bożena Celina Danuta Dorota Elżbieta Ewa Felicja Genowefa
Grażyna Halina Irena Jadwiga Joanna Jolanta Katarzyna Krystyna Lidia Łucja Magdalena Małgorzata
Maria Mieczysława Mirosława Natalia Olga Paulina Renata Róża Stanisława Teresa Urszula Wanda
Wiesława Zofia Zuzanna Żaneta Świętosława""".split()  # noqa: SIM905
)
TRADES = ("Apteka", "Cukiernia", "Drukarnia", "Kwiaciarnia", "Księgarnia", "Piekarnia")
PLAIN_LETTERS = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")


def person(dice: Dice) -> str:
    given, gender = (dice.pick(MEN), 0) if dice.chance(0.45) else (dice.pick(WOMEN), 1)
    surname = dice.pick(SURNAMES)[gender]
    if gender and dice.chance(0.35):
        surname = f"{surname}-{dice.pick(SURNAMES).woman}"
    return f"{surname} {given}"


def couple(dice: Dice) -> str:
    return f"{dice.pick(SURNAMES).family} {dice.pick(WOMEN)} i {dice.pick(MEN)}"


def company(dice: Dice) -> str:
    return f"{dice.pick(TRADES)} {dice.pick(SURNAMES).woman} sp. z o.o."


def mailbox(name: str, number: int) -> str:
    return f"{plain(name.partition(' ')[0]).lower()}{number}@example.invalid"


def plain(text: str) -> str:
    """Without Polish letters."""
    return text.translate(PLAIN_LETTERS)
