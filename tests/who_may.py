"""Who may ask for what: the one table of the portal's routes, read by tests/routes.

Whoever adds a route writes down here who it is for.
"""

from collections.abc import Iterable

import httpx

from iok_core.identity.service import Role
from tests.house import (
    BLOCKED,
    EVERYBODY,
    HALFWAY,
    INSIDE,
    NEIGHBOUR,
    NEWCOMER,
    RESIDENTS,
    SIGNED_IN,
    STAFF,
    STRANGER,
    UNDECIDED,
    UNENROLLED,
    WITH_PASSWORD,
)

SEE_RESIDENTS = {Role.DESK, Role.SETTLEMENTS, Role.TECHNICAL, Role.ADMINISTRATOR}
SEE_ACCESSES = {Role.DESK, Role.SETTLEMENTS, Role.ADMINISTRATOR}
ISSUE = {Role.DESK, Role.ADMINISTRATOR}
BLOCK = {Role.DESK, Role.ADMINISTRATOR}
SEE_IMPORTS = {Role.SETTLEMENTS, Role.BOARD, Role.ADMINISTRATOR}
CONFIGURE = {Role.ADMINISTRATOR}
MANAGE_STAFF = {Role.ADMINISTRATOR}
MANAGE_PLUGINS = {Role.ADMINISTRATOR}
SEE_MESSAGES = {Role.DESK, Role.SETTLEMENTS, Role.ADMINISTRATOR}
RESEND_MESSAGES = {Role.DESK, Role.ADMINISTRATOR}
EDIT_REGULATIONS = {Role.BOARD, Role.ADMINISTRATOR}
RUN_IMPORTS = {Role.SETTLEMENTS, Role.ADMINISTRATOR}
DECIDE_IMPORTS = RUN_IMPORTS
SEE_FIGURES = {Role.BOARD, Role.ADMINISTRATOR}
SEE_AUDIT = {Role.BOARD, Role.ADMINISTRATOR}
RUN_REPORTS = {Role.SETTLEMENTS, Role.ADMINISTRATOR}
ANNOUNCE = {Role.DESK, Role.TECHNICAL, Role.BOARD, Role.ADMINISTRATOR}
PLAN_MAINTENANCE = {Role.ADMINISTRATOR}
SEE_STAFF = {Role.BOARD, Role.ADMINISTRATOR}
APPROVE = {Role.ADMINISTRATOR}
ANSWER = {Role.DESK, Role.SETTLEMENTS, Role.TECHNICAL, Role.ADMINISTRATOR}
ANSWER_RESIDENTS = {Role.DESK, Role.ADMINISTRATOR}
HAND_OVER = {Role.DESK, Role.SETTLEMENTS, Role.ADMINISTRATOR}
ANSWER_SETTLEMENTS = {Role.SETTLEMENTS, Role.ADMINISTRATOR}
ANSWER_FAULTS = {Role.DESK, Role.TECHNICAL, Role.ADMINISTRATOR}

CONFIRM = WITH_PASSWORD | {HALFWAY, UNENROLLED}
ENROL = INSIDE | {UNENROLLED}

MAY: dict[str, Iterable[str]] = {
    "GET /healthz": EVERYBODY,
    "GET /readyz": EVERYBODY,
    "GET /static/{version}/{name}": EVERYBODY,
    "GET /jezyk/{code}": EVERYBODY,
    "GET /wyglad": EVERYBODY,
    "POST /wyglad": EVERYBODY,
    "GET /logowanie": EVERYBODY,
    "POST /logowanie": EVERYBODY,
    "POST /logowanie/klucz": EVERYBODY,
    "GET /potwierdzenie": CONFIRM,
    "POST /potwierdzenie/kod": CONFIRM,
    "POST /potwierdzenie/zapasowy": CONFIRM,
    "POST /potwierdzenie/haslo": CONFIRM,
    "POST /potwierdzenie/klucz": CONFIRM,
    "GET /drugi-krok": ENROL,
    "GET /drugi-krok/aplikacja": ENROL,
    "POST /drugi-krok/aplikacja": ENROL,
    "GET /drugi-krok/klucz": ENROL,
    "POST /drugi-krok/klucz": ENROL,
    "POST /drugi-krok/aplikacja/usun": INSIDE,
    "POST /drugi-krok/klucze/{passkey}/usun": INSIDE,
    "POST /drugi-krok/kody": INSIDE,
    "POST /drugi-krok/kody/plik": INSIDE,
    "POST /wyloguj": EVERYBODY,
    "GET /nie-pamietam": EVERYBODY,
    "GET /utrata": EVERYBODY,
    "POST /utrata": EVERYBODY,
    "GET /utrata/zgloszenie": EVERYBODY,
    "POST /utrata/zgloszenie": EVERYBODY,
    "GET /utrata/przyjete": EVERYBODY,
    "GET /utrata/zablokowane": EVERYBODY,
    "GET /dostep/zadanie": RESIDENTS,
    "POST /dostep/zadanie": RESIDENTS,
    "GET /zablokuj-konto": SIGNED_IN,
    "POST /zablokuj-konto": SIGNED_IN,
    "GET /regulamin": EVERYBODY,
    "GET /regulamin/{number}": EVERYBODY,
    "GET /regulamin/{number}/pdf": EVERYBODY,
    "GET /regulamin/{number}/txt": EVERYBODY,
    "GET /dane-osobowe": EVERYBODY,
    "GET /dane-osobowe/{number}": EVERYBODY,
    "GET /haslo/nowe": SIGNED_IN,
    "POST /haslo/nowe": SIGNED_IN,
    "GET /haslo": WITH_PASSWORD,
    "POST /haslo": WITH_PASSWORD,
    "GET /regulamin/akceptacja": WITH_PASSWORD,
    "POST /regulamin/akceptacja": WITH_PASSWORD,
    "GET /regulamin/odmowa": WITH_PASSWORD,
    "GET /regulamin/moje-akceptacje": WITH_PASSWORD,
    "GET /": RESIDENTS,
    "GET /rozliczenia": RESIDENTS,
    "GET /rozliczenia/{account_id}": RESIDENTS,
    "GET /raporty": RESIDENTS,
    "GET /raporty/{report}": RESIDENTS,
    "GET /raporty/{report}/{ending}": RESIDENTS,
    "GET /dostep": RESIDENTS,
    "GET /dostep/historia": RESIDENTS,
    "GET /dostep/moje-dane": RESIDENTS,
    "GET /dostep/moje-dane/plik": RESIDENTS,
    "GET /dostep/zabezpiecz": RESIDENTS,
    "POST /dostep/sesje/{session_id}/zakoncz": RESIDENTS,
    "POST /dostep/sesje/zakoncz-inne": RESIDENTS,
    "GET /dokumenty": EVERYBODY,
    "GET /dokumenty/{document}": EVERYBODY,
    "GET /ogloszenia": RESIDENTS,
    "GET /ogloszenia/{announcement}": RESIDENTS,
    "GET /ogloszenia/zalaczniki/{attachment}": RESIDENTS,
    "GET /powiadomienia": RESIDENTS,
    "POST /powiadomienia/przeczytane": RESIDENTS,
    "POST /powiadomienia/{notice}/przeczytane": RESIDENTS,
    "GET /powiadomienia/kontakt": RESIDENTS,
    "POST /powiadomienia/kontakt/adres": RESIDENTS,
    "POST /powiadomienia/kontakt/kod": RESIDENTS,
    "POST /powiadomienia/kontakt/usun": RESIDENTS,
    "POST /powiadomienia/kontakt/wybor": RESIDENTS,
    "GET /biuro": STAFF,
    "GET /biuro/sesje": STAFF,
    "POST /biuro/sesje/{session_id}/zakoncz": STAFF,
    "POST /biuro/sesje/zakoncz-inne": STAFF,
    "POST /biuro/sesje/zakoncz-wszystkie": STAFF,
    "GET /biuro/osoby": SEE_ACCESSES,
    "GET /biuro/osoby.csv": SEE_ACCESSES,
    "GET /biuro/kontrahenci/{party}": SEE_RESIDENTS,
    "POST /biuro/kontrahenci/{party}/osoby": ISSUE,
    "GET /biuro/osoby/{person}/dostep": ISSUE,
    "POST /biuro/osoby/{person}/dostep": ISSUE,
    "GET /biuro/osoby/{person}/dostep/potwierdzenie": ISSUE,
    "POST /biuro/osoby/{person}/dostep/potwierdzenie": ISSUE,
    "POST /biuro/osoby/{person}/dostep/wreczenie": ISSUE,
    "GET /biuro/osoby/{person}/pracownik": MANAGE_STAFF,
    "POST /biuro/osoby/{person}/pracownik": MANAGE_STAFF,
    "GET /biuro/kontrahenci/{party}/osoby/{person}": ISSUE,
    "POST /biuro/kontrahenci/{party}/osoby/{person}": ISSUE,
    "GET /biuro/wydania": ISSUE,
    "GET /biuro/wydania/nowe": ISSUE,
    "POST /biuro/wydania/nowe": ISSUE,
    "GET /biuro/wydania/{issue_batch}": ISSUE,
    "GET /biuro/wydania/{issue_batch}/lista": ISSUE,
    "POST /biuro/wydania/{issue_batch}/wreczenie": ISSUE,
    "GET /biuro/osoby/{person}/blokady": SEE_ACCESSES,
    "GET /biuro/osoby/{person}/blokady/nowa": BLOCK,
    "POST /biuro/osoby/{person}/blokady/nowa": BLOCK,
    "GET /biuro/blokady/{block}/pismo": BLOCK,
    "GET /biuro/blokady/{block}/zdejmij": BLOCK,
    "POST /biuro/blokady/{block}/zdejmij": BLOCK,
    "GET /biuro/blokady/{block}/sprzeciw": BLOCK,
    "POST /biuro/blokady/{block}/sprzeciw": BLOCK,
    "POST /biuro/blokady/{block}/sprzeciw/decyzja": BLOCK,
    "POST /sprzeciw": EVERYBODY,
    "GET /biuro/koniec-rozliczen": BLOCK,
    "POST /biuro/koniec-rozliczen": BLOCK,
    "GET /biuro/osoby/{person}/zgon": BLOCK,
    "POST /biuro/osoby/{person}/zgon": BLOCK,
    "GET /biuro/osoby/{person}/dlaczego": SEE_ACCESSES,
    "GET /biuro/lokale/{premises}/dlaczego": SEE_ACCESSES,
    "GET /biuro/blokady": SEE_ACCESSES,
    "GET /biuro/blokady.csv": SEE_ACCESSES,
    "GET /biuro/osoby/{person}/utrata": BLOCK,
    "POST /biuro/osoby/{person}/utrata": BLOCK,
    "GET /biuro/osoby/{person}/zadanie": BLOCK,
    "POST /biuro/osoby/{person}/zadanie": BLOCK,
    "GET /biuro/zadania": BLOCK,
    "GET /biuro/zadania/{demand}": BLOCK,
    "POST /biuro/zadania/{demand}/zamknij": BLOCK,
    "GET /biuro/zadania/{demand}/potwierdzenie": BLOCK,
    "POST /biuro/zadania/{demand}/potwierdzenie": BLOCK,
    "GET /biuro/naruszenia": BLOCK,
    "POST /biuro/utraty/{loss}/naruszenie": BLOCK,
    "GET /biuro/utraty/{loss}/naruszenie": BLOCK,
    "POST /biuro/utraty/{loss}/naruszenie/decyzja": BLOCK,
    "GET /biuro/utraty": BLOCK,
    "GET /biuro/utraty/{loss}": BLOCK,
    "POST /biuro/utraty/{loss}/zablokuj": BLOCK,
    "POST /biuro/utraty/{loss}/zamknij": BLOCK,
    "GET /biuro/akceptacje": SEE_ACCESSES,
    "GET /biuro/akceptacje.csv": SEE_ACCESSES,
    "GET /biuro/osoby/{person}/regulamin": ISSUE,
    "POST /biuro/osoby/{person}/regulamin": ISSUE,
    "GET /biuro/regulamin": EDIT_REGULATIONS,
    "GET /biuro/regulamin/zasady": EDIT_REGULATIONS,
    "GET /biuro/regulamin/dane-osobowe": EDIT_REGULATIONS,
    "POST /biuro/regulamin/dane-osobowe": EDIT_REGULATIONS,
    "POST /biuro/regulamin/projekty": EDIT_REGULATIONS,
    "GET /biuro/regulamin/projekty/{draft}": EDIT_REGULATIONS,
    "POST /biuro/regulamin/projekty/{draft}": EDIT_REGULATIONS,
    "GET /biuro/regulamin/projekty/{draft}/podglad": EDIT_REGULATIONS,
    "GET /biuro/regulamin/projekty/{draft}/zasady": EDIT_REGULATIONS,
    "POST /biuro/regulamin/projekty/{draft}/zasady": EDIT_REGULATIONS,
    "POST /biuro/regulamin/projekty/{draft}/zatwierdzenie": EDIT_REGULATIONS,
    "POST /biuro/regulamin/projekty/{draft}/cofniecie": EDIT_REGULATIONS,
    "POST /biuro/regulamin/projekty/{draft}/ogloszenie": EDIT_REGULATIONS,
    "POST /biuro/regulamin/projekty/{draft}/sprostowanie": EDIT_REGULATIONS,
    "POST /biuro/regulamin/projekty/{draft}/usuniecie": EDIT_REGULATIONS,
    "GET /biuro/importy": SEE_IMPORTS,
    "POST /biuro/importy": RUN_IMPORTS,
    "GET /biuro/importy/lista.csv": SEE_IMPORTS,
    "GET /biuro/importy/{run}": SEE_IMPORTS,
    "GET /biuro/moduly": CONFIGURE,
    "GET /biuro/moduly/{module}": CONFIGURE,
    "POST /biuro/moduly/{module}": CONFIGURE,
    "POST /biuro/moduly/{module}/sprawdz": CONFIGURE,
    "POST /biuro/moduly/{module}/wznow": CONFIGURE,
    "POST /biuro/moduly/{module}/wstrzymaj": CONFIGURE,
    "GET /biuro/nowy-modul/{extension}": CONFIGURE,
    "POST /biuro/nowy-modul/{extension}": CONFIGURE,
    "GET /biuro/importy/{run}/odrzucone.csv": SEE_IMPORTS,
    "GET /biuro/importy/{run}/publikacja": DECIDE_IMPORTS,
    "POST /biuro/importy/{run}/publikacja": DECIDE_IMPORTS,
    "GET /biuro/importy/{run}/odrzucenie": DECIDE_IMPORTS,
    "POST /biuro/importy/{run}/odrzucenie": DECIDE_IMPORTS,
    "GET /biuro/importy/zrodla/{source}": SEE_IMPORTS,
    "GET /biuro/importy/zrodla/{source}/cofniecie": DECIDE_IMPORTS,
    "POST /biuro/importy/zrodla/{source}/cofniecie": DECIDE_IMPORTS,
    "GET /biuro/importy/zrodla/{source}/przywrocenie": DECIDE_IMPORTS,
    "POST /biuro/importy/zrodla/{source}/przywrocenie": DECIDE_IMPORTS,
    "GET /biuro/konta": SEE_IMPORTS,
    "GET /biuro/konta/lista.csv": SEE_IMPORTS,
    "GET /biuro/wtyczki": MANAGE_PLUGINS,
    "POST /biuro/wtyczki/{plugin}/wznow": MANAGE_PLUGINS,
    "GET /biuro/dziennik": SEE_AUDIT,
    "GET /biuro/dziennik.csv": SEE_AUDIT,
    "GET /biuro/dziennik.jsonl": SEE_AUDIT,
    "GET /biuro/ogloszenia": ANNOUNCE,
    "GET /biuro/ogloszenia/nowe": ANNOUNCE,
    "POST /biuro/ogloszenia/nowe": ANNOUNCE,
    "GET /biuro/ogloszenia/zalaczniki/{attachment}": ANNOUNCE,
    "GET /biuro/ogloszenia/{announcement}": ANNOUNCE,
    "GET /biuro/ogloszenia/{announcement}/tekst": ANNOUNCE,
    "POST /biuro/ogloszenia/{announcement}/tekst": ANNOUNCE,
    "POST /biuro/ogloszenia/{announcement}/pokaz": ANNOUNCE,
    "POST /biuro/ogloszenia/{announcement}/wycofaj": ANNOUNCE,
    "POST /biuro/ogloszenia/{announcement}/usun": ANNOUNCE,
    "GET /biuro/dokumenty": ANNOUNCE,
    "GET /biuro/dokumenty/nowy": ANNOUNCE,
    "POST /biuro/dokumenty/nowy": ANNOUNCE,
    "GET /biuro/dokumenty/{document}": ANNOUNCE,
    "GET /biuro/dokumenty/{document}/plik": ANNOUNCE,
    "POST /biuro/dokumenty/{document}/pokaz": ANNOUNCE,
    "POST /biuro/dokumenty/{document}/wycofaj": ANNOUNCE,
    "POST /biuro/dokumenty/{document}/usun": ANNOUNCE,
    "GET /biuro/przerwy": PLAN_MAINTENANCE,
    "POST /biuro/przerwy": PLAN_MAINTENANCE,
    "POST /biuro/przerwy/{maintenance}/koniec": PLAN_MAINTENANCE,
    "GET /biuro/raporty": RUN_REPORTS,
    "GET /biuro/raporty/{report}": RUN_REPORTS,
    "POST /biuro/raporty/{report}": RUN_REPORTS,
    "GET /biuro/raporty/przebiegi/{batch}": RUN_REPORTS,
    "POST /biuro/raporty/przebiegi/{batch}/przerwij": RUN_REPORTS,
    "GET /biuro/raporty/przebiegi/{batch}/plik": RUN_REPORTS,
    "GET /biuro/wiadomosci": SEE_MESSAGES,
    "POST /biuro/wiadomosci/{delivery}/ponow": RESEND_MESSAGES,
    "POST /biuro/wiadomosci/{delivery}/zamknij": RESEND_MESSAGES,
    "GET /biuro/pracownicy": SEE_STAFF,
    "GET /biuro/pracownicy.csv": SEE_STAFF,
    "GET /biuro/pracownicy/nowy": MANAGE_STAFF,
    "POST /biuro/pracownicy/nowy": MANAGE_STAFF,
    "GET /biuro/pracownicy/{colleague_id}": SEE_STAFF,
    "POST /biuro/pracownicy/{colleague_id}/rola": MANAGE_STAFF,
    "GET /biuro/pracownicy/{colleague_id}/wylacz": MANAGE_STAFF,
    "POST /biuro/pracownicy/{colleague_id}/wylacz": MANAGE_STAFF,
    "GET /biuro/pracownicy/{colleague_id}/wlacz": MANAGE_STAFF,
    "POST /biuro/pracownicy/{colleague_id}/wlacz": MANAGE_STAFF,
    "GET /biuro/pracownicy/{colleague_id}/drugi-krok": MANAGE_STAFF,
    "POST /biuro/pracownicy/{colleague_id}/drugi-krok": MANAGE_STAFF,
    "GET /biuro/pracownicy/{colleague_id}/haslo-startowe": MANAGE_STAFF,
    "POST /biuro/pracownicy/{colleague_id}/haslo-startowe": MANAGE_STAFF,
    "GET /biuro/do-zatwierdzenia": STAFF,
    "GET /biuro/do-zatwierdzenia/{approval}": APPROVE,
    "POST /biuro/do-zatwierdzenia/{approval}/zatwierdz": APPROVE,
    "POST /biuro/do-zatwierdzenia/{approval}/odrzuc": APPROVE,
    "POST /biuro/do-zatwierdzenia/{approval}/wycofaj": APPROVE,
    "GET /problem-z-logowaniem": EVERYBODY,
    "POST /problem-z-logowaniem": EVERYBODY,
    "GET /problem-z-logowaniem/przyjete": EVERYBODY,
    "GET /liczniki": RESIDENTS,
    "GET /zgloszenia": RESIDENTS,
    "GET /zgloszenia/nowe/{form}": RESIDENTS,
    "POST /zgloszenia/nowe/{form}": RESIDENTS,
    "GET /zgloszenia/nowe/{form}/sprawdz": RESIDENTS,
    "POST /zgloszenia/nowe/{form}/sprawdz": RESIDENTS,
    "POST /zgloszenia/nowe/{form}/porzuc": RESIDENTS,
    "GET /zgloszenia/nowe/zdjecia/{photo}": RESIDENTS,
    "GET /zgloszenia/{submission}": RESIDENTS,
    "GET /zgloszenia/{submission}/potwierdzenie": RESIDENTS,
    "GET /zgloszenia/{submission}/zdjecia/{kept_photo}": RESIDENTS,
    "POST /zgloszenia/{submission}/napisz": RESIDENTS,
    "POST /zgloszenia/{submission}/otworz-ponownie": RESIDENTS,
    "POST /zgloszenia/{submission}/wycofaj": RESIDENTS,
    "POST /zgloszenia/{submission}/ocen": RESIDENTS,
    "POST /zgloszenia/{neighbours}/sledz": RESIDENTS,
    "GET /zgloszenia/wspolne/{co_held}": RESIDENTS,
    "POST /zgloszenia/wspolne/{co_held}/potwierdz": RESIDENTS,
    "POST /zgloszenia/wspolne/{co_held}/sprzeciw": RESIDENTS,
    "GET /biuro/osoby/{person}/zgloszenia": ANSWER_RESIDENTS,
    "GET /biuro/osoby/{person}/zgloszenia/{form}": ANSWER_RESIDENTS,
    "POST /biuro/osoby/{person}/zgloszenia/{form}": ANSWER_RESIDENTS,
    "GET /biuro/zgloszenia/wpisane/zdjecia/{desk_photo}": ANSWER_RESIDENTS,
    "GET /biuro/zgloszenia/wpisane/{entered}": ANSWER_RESIDENTS,
    "GET /biuro/zgloszenia/wpisane/{entered}/potwierdzenie": ANSWER_RESIDENTS,
    "GET /biuro/zgloszenia/laczenie": ANSWER,
    "POST /biuro/zgloszenia/laczenie": ANSWER,
    "POST /biuro/zgloszenia/{submission}/polacz": ANSWER_FAULTS,
    "POST /biuro/zgloszenia/{submission}/rozlacz": ANSWER_FAULTS,
    "GET /biuro/zgloszenia/zestawienie": SEE_FIGURES,
    "GET /biuro/zgloszenia/zestawienie.csv": SEE_FIGURES,
    "GET /biuro/zgloszenia/do-wpisania": HAND_OVER,
    "GET /biuro/zgloszenia/do-wpisania.csv": HAND_OVER,
    "POST /biuro/zgloszenia/do-wpisania/{declared}": HAND_OVER,
    "POST /biuro/zgloszenia/do-wpisania/{declared}/ponow": HAND_OVER,
    "GET /biuro/zgloszenia/wplaty": ANSWER_SETTLEMENTS,
    "GET /biuro/zgloszenia/wplaty.csv": ANSWER_SETTLEMENTS,
    "GET /biuro/zgloszenia/wzory": ANSWER,
    "POST /biuro/zgloszenia/wzory": ANSWER,
    "GET /biuro/zgloszenia/wzory/{template}": ANSWER_FAULTS,
    "POST /biuro/zgloszenia/wzory/{template}": ANSWER_FAULTS,
    "POST /biuro/zgloszenia/wzory/{template}/usun": ANSWER_FAULTS,
    "GET /biuro/zgloszenia": ANSWER,
    "GET /biuro/zgloszenia.csv": ANSWER,
    "GET /biuro/zgloszenia/{submission}": ANSWER_FAULTS,
    "GET /biuro/zgloszenia/{submission}/zlecenie": ANSWER_FAULTS,
    "GET /biuro/zgloszenia/{submission}/zdjecia/{kept_photo}": ANSWER_FAULTS,
    "POST /biuro/zgloszenia/{submission}/odpowiedz": ANSWER_FAULTS,
    "POST /biuro/zgloszenia/{submission}/notatka": ANSWER_FAULTS,
    "POST /biuro/zgloszenia/{submission}/przydziel": ANSWER_FAULTS,
}

BY_OBJECT = {route for route in MAY if "{approval}" in route}
"""The gate lets all staff in, and whose kind of request it is decides."""
OF_A_DESK = {
    route: {Role.SETTLEMENTS}
    for route in MAY
    if "/biuro/zgloszenia/{" in route or "{template}" in route
}
"""Whom the gate lets in, but the submission of the house is a fault, which is not their work, and
the template is for faults."""

LEADS_ON = {
    "GET /problem-z-logowaniem": {"/zgloszenia/nowe/wiadomosc"},
    "GET /problem-z-logowaniem/przyjete": {"/problem-z-logowaniem"},
    "GET /jezyk/{code}": {"/"},
    "GET /logowanie": {"/", "/biuro"},
    "POST /wyloguj": {"/logowanie"},
    "POST /sprzeciw": {"/logowanie"},
    "GET /haslo/nowe": {"/", "/biuro"},
    "GET /zablokuj-konto": {"/biuro"},
    "POST /zablokuj-konto": {"/biuro"},
    "POST /haslo/nowe": {"/", "/biuro"},
    "GET /regulamin/akceptacja": {"/", "/biuro"},
    "POST /regulamin/akceptacja": {"/biuro"},
    "GET /regulamin/odmowa": {"/", "/biuro"},
    "GET /regulamin/moje-akceptacje": {"/biuro"},
    "GET /drugi-krok/aplikacja": {"/drugi-krok"},
}
"""Where a visitor who may is sent, who has no business on the page (any more)."""

FIELDS = {
    "POST /sprzeciw": {"przepustka": ""},
    "POST /logowanie": {"identifier": ""},
    "POST /utrata": {"code": ""},
    "POST /utrata/zgloszenie": {"phone": ""},
    "POST /problem-z-logowaniem": {"name": ""},
    "POST /logowanie/klucz": {"passkey": ""},
    "POST /drugi-krok/kody/plik": {"codes": ""},
    "POST /biuro/importy": {"module": "1"},
    "POST /wyglad": {"mode": "auto", "text": "normal", "contrast": "auto"},
}
"""Where an empty form is not answered by the form itself."""

OBJECTS = {
    "account_id": ("account", "object_denied"),
    "session_id": ("session", "session_end"),
    "party": ("party", "object_denied"),
    "person": ("person", "object_denied"),
    "premises": ("premises", "object_denied"),
    "run": ("run", "object_denied"),
    "module": ("module", "object_denied"),
    "block": ("block", "object_denied"),
    "loss": ("loss", "object_denied"),
    "demand": ("demand", "object_denied"),
    "source": ("source", "object_denied"),
    "batch": ("run", "object_denied"),
    "issue_batch": ("issue_batch", "object_denied"),
    "notice": ("notice", "object_denied"),
    "delivery": ("delivery", "object_denied"),
    "colleague_id": ("staff", "object_denied"),
    "approval": ("approval", "object_denied"),
    "draft": ("draft", "object_denied"),
    "passkey": ("passkey", "object_denied"),
    "announcement": ("announcement", "object_denied"),
    "attachment": ("attachment", "object_denied"),
    "maintenance": ("maintenance", "object_denied"),
    "submission": ("submission", "object_denied"),
    "neighbours": ("submission", "object_denied"),
    "co_held": ("submission", "object_denied"),
    "entered": ("submission", "object_denied"),
    "template": ("answer_template", "object_denied"),
    "declared": ("submission", "object_denied"),
    "photo": ("photo", "object_denied"),
    "desk_photo": ("photo", "object_denied"),
    "kept_photo": ("photo", "object_denied"),
}
"""Parameters that are the id of somebody's object: its kind and the action in the audit."""

GETS = [route for route in MAY if route.startswith("GET")]
POSTS = [route for route in MAY if route.startswith("POST")]


def of_objects(routes: Iterable[str]) -> list[tuple[str, str]]:
    """Each route that names somebody's object, and its parameter."""
    return [(route, name) for route in routes for name in OBJECTS if f"{{{name}}}" in route]


def one_of_each(route: str) -> list[str]:
    """Of those who may, where neither the role of staff nor which resident it is matters."""
    may = set(MAY[route]) - {NEIGHBOUR}
    return [*sorted(may - STAFF), *sorted(may & STAFF)[:1]]


def refused_in_turn(route: str) -> list[str]:
    """Who may not, each route beginning with another one of them."""
    refused = sorted(EVERYBODY - set(MAY[route]))
    first = list(MAY).index(route) % len(refused) if refused else 0
    return refused[first:] + refused[:first]


HELD_UP = {
    HALFWAY: "confirm",
    BLOCKED: "blocked",
    NEWCOMER: "own password",
    UNENROLLED: "enrol",
    UNDECIDED: "accept",
}


def expected(route: str, who: str) -> str:
    may = MAY[route]
    if who in may:
        return "in"
    if who == STRANGER:
        return "sign in"
    if who in HELD_UP:
        return HELD_UP[who]
    if route == "GET /":
        return "office"
    if route in BY_OBJECT or who in OF_A_DESK.get(route, ()):
        return "no such page"
    return "not open" if who in STAFF and STAFF.issuperset(may) else "no such page"


SENT_TO = {
    "/logowanie": "sign in",
    "/potwierdzenie": "confirm",
    "/haslo/nowe": "own password",
    "/drugi-krok": "enrol",
    "/regulamin/akceptacja": "accept",
    "/biuro": "office",
}


def told(route: str, answer: httpx.Response) -> str:
    """What an answer comes to for whoever asked."""
    if "Twój dostęp jest zablokowany" in answer.text:
        return "blocked" if answer.status_code == 403 else "wrongly blocked"
    if answer.status_code != 303:
        return {403: "not open", 404: "no such page", 200: "in", 422: "in"}[answer.status_code]
    place = answer.headers["location"].partition("?")[0]
    if place in LEADS_ON.get(route, ()):
        return "in"
    return SENT_TO.get(place, "in")
