"""Pieces that common passwords are made of, in Polish and in English, lower case and unmarked.

Put together for this project from what the published lists of most used passwords have in common.
"""

COMMON_WORDS = frozenset(
    """
    haslo hasla haslem moje mojego tajne tajnehaslo nowe stare dobre mocne silne trudne dlugie
    konto logowanie uzytkownik klient kontrahent portal iok
    spoldzielnia spoldzielni mieszkaniowa mieszkanie mieszkaniec lokator lokal czynsz osiedle blok
    kocham kochamcie lubie bardzo zawsze nigdy niewiem niepamietam zapomnialem zapomnialam witaj
    mama mamusia tata tatus babcia dziadek rodzina dom domek kotek kociak piesek pies misiek misiu
    misiaczek kochanie slonko sloneczko aniolek kwiatek skarbie zabka kruszynka ksiezniczka
    polska polak warszawa krakow wroclaw poznan gdansk lodz katowice szczecin lublin
    legia wisla lech widzew ruch gornik slask
    styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien
    wiosna lato jesien zima poniedzialek wtorek sroda czwartek piatek sobota niedziela
    adam agata agnieszka aleksandra andrzej ania anna barbara bartek basia beata damian daniel dawid
    dominik dorota ela elzbieta ewa grzegorz hanna iwona jacek jakub jan janusz joanna julia kamil
    kamila karol karolina kasia katarzyna kinga krystyna krzysztof kuba lukasz maciek magda
    malgorzata marcin marek maria mariusz marta mateusz michal monika natalia ola oliwia patrycja
    patryk pawel piotr piotrek przemek rafal robert sebastian stanislaw sylwia szymon tomasz tomek
    wiktoria wojtek zuzanna
    dupa kurwa chuj cholera
    password passwords passwort motdepasse contrasena welcome letmein login admin administrator root
    user guest default secret changeme access account master test testing temp temporary mypassword
    iloveyou loveyou love forever always never please hello whatever freedom trustno one two
    monkey dragon tiger eagle lion kitty puppy butterfly flower sunshine summer winter spring autumn
    princess angel baby sweet lovely friends family
    football baseball basketball soccer hockey ninja killer hunter shadow superman batman spiderman
    pokemon starwars naruto mustang ferrari porsche mercedes yamaha
    computer internet samsung google facebook apple windows microsoft
    michael jessica jennifer ashley charlie thomas jordan michelle nicole andrew matthew joshua
    monday tuesday wednesday thursday friday saturday sunday
    correcthorsebatterystaple
    """.split()  # noqa: SIM905
)

KEYBOARD_ROWS = (
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "qwertzuiop",
    "asdfghjkl",
    "zxcvbnm",
    "!@#$%^&*()",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p",
    "1qa2ws3ed4rf5tg6yh7uj8ik9ol",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "12qw34er56ty78ui90op",
    "1a2s3d4f5g6h7j8k9l",
    "a1s2d3f4g5h6j7k8l9",
    "z1x2c3v4b5n6m7",
    "qazwsxedcrfvtgbyhnujmikolp",
    "qazxswedcvfrtgbnhyujm",
    "qawsedrftgyhujikolp",
    "qwaszxerdfcvtyghbn",
    "qweasdzxc123",
    "123qweasdzxc",
    "123321456654789987",
    "qaz123wsx456edc789",
    "112233445566778899",
    "111222333444555666777888999000",
    "01020304050607080900",
    "10203040506070809000",
    "159753456852",
    "014702580369",
)
