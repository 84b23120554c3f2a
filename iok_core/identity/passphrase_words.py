"""The words of offered passphrases, chosen for this project: 1024, so ten bits each.

Short and plain Polish ones, spelt without accents: they can be typed on every keyboard.
"""

PASSPHRASE_WORDS: tuple[str, ...] = tuple(
    """
    adres afisz agat agrest akacja akcent akord aksamit aktor album aleja aloes altana aluzja
    amfora amulet ananas antena aparat apteka arbuz arena aromat aster atlas atom atut autobus
    autor awizo babka bajka bajt balkon balon banan bankiet banknot bar barak baran baranek bark
    barka barok barszcz basen baszta bateria baza bazar bazylia beczka begonia belka berek beret
    beton bez biceps biegun bigos bilans bilard bilet biurko blat bluszcz bluza bober bochen
    bocian bohater boisko bombka bon bonus bor borek borsuk brama bramka bratek brelok broda
    bruk brukiew brulion bryczka brzeg brzoza budka budowa budzik bufet bufor buk bukiet bulwar
    burak burza busola butelka butla byk byt cebula cel cennik cera chaber chata chleb chmiel
    chmura chmurka chochla chodnik choinka chomik chrupki chrzan ciasto ciotka cukier cukinia
    cyfra cykl cyna cynamon cynk cypel cyrk cyrkiel cytat cytryna czajnik czapka czapla czas
    czek czepek czosnek czub czworak dach daktyl dal dama danie dar datek debiut delfin delta
    deptak deser deska deszcz detal dewiza diagram dialog dieta dno doba dolar dolina domino
    donica dorsz drabina dramat dres drewno droga drops drozd drut drzewo drzwi dudek duet duma
    dworzec dym dynamo dynia dysk dywan dzban dzik dziura dzwon dzwonek echo efekt egzamin ekipa
    ekler ekran ekspert ekspres emeryt energia epizod epoka erudyta esej esencja etap etat eter
    etui fabryka fagot fajka fakt fala farba farsa fartuch fasola fason faworek feniks ferie
    figa figura fikus filar film filtr finisz firana firma fiszka fizyk flader flaga flanka flet
    flota foka folia folklor folwark forma format fortel forum fosa fotel fotka fracht frak
    fraza fregata front frykas fryz fryzjer fuksja fura furtka futro futryna gabinet gaj galeria
    gama garnek gawron gaz gaza gazeta gejzer gekon gen geolog gest giermek gips gitara glina
    globus gniazdo godzina gokart golf golonka gong gont gorset gospoda gotyk gra grabie grad
    graf grafit granat granica grawer groch grot grota grunt grupa gruszka gryf gryka grzanka
    grzmot grzyb grzywka gulasz gumka gust guzik gwar gwara gwiazda haczyk haft hak halka hamak
    hamulec handel hangar harcerz harfa hart hebel hektar herb herbarz herbata herold hetman
    hiacynt hobby hokej homar hotel humor huragan husarz huta hutnik hymn idea igloo ikona ikra
    imbir impuls indeks intryga irys iskra istota izba jacht jagoda jajko japonka jarmark
    jarzyna jaspis jawor jazgarz jazz jedwab jelonek jesion jezioro joga jogurt jubilat jubiler
    kabaret kabel kabina kaczka kadr kadra kafel kajak kajuta kakao kaktus kalina kalosz kamera
    kanapa kanapka kantor kapela kapitan kaplica kaptur kapusta karat karawan kariera karmnik
    karnet karnisz karoca karp karta kartel karton kasa kaseta kasjer kask kasza kasztan katalog
    kaucja kawa kawaler kawior kciuk keczup kefir keks kelner kemping kielich kino kiosk kisiel
    kiwi klamka klamra klapek klarnet klasa klatka klawisz klej kleks klif klimat klinika klips
    klisza klocek klomb klon klub klucz kluska kminek knot kobalt kobra koc kocur kocyk kod
    kodeks kogut kokarda kokon kokos koks koktajl kolanko kolano kolba kolczyk kolebka kolec
    kolega kolejka kolor kolos kolumna komar kombajn kometa kometka komiks komin kominek komis
    komoda kompas kompot kompres konar koncert kondor konewka kongres konik konkurs konsola
    konsul kontakt kontur koparka koper koperta kopiec kopytko kora koral korba korek korona
    koronka korpus korsarz korytko kosa kosmos kostium kostka kosz koszt koszula koszyk kot
    kotara kotlet kotlina kotwica kowal koza krab kram kran krater krawat krawiec kreda kredens
    krem kreska kresy kret krewny krok krokus kropka kropla krosno krowa kruk krupnik kruszec
    krynica krzak krzepa krzew ksero kubek kubik kucharz kuchnia kucyk kufer kulig kultura
    kumpel kuna kupiec kupon kura kurant kurkuma kurnik kurs kurtka kurtyna kurz kustosz kuter
    kuzyn kwadrat kwarc kwartet kwestia kwiat kwit kwota lada lakier lalka lampa lampart lampion
    lampka lamus lanca larwa las laser laska latarka lawa lawenda lawina legenda legwan lejek
    lekarz lekcja lektor lektura lemur leszcz letnik liczba lider lilia limit limonka lina linia
    linijka lipa liryka lis list lista litera litr lizak loczek logika lokaj lokata lombard los
    lot loteria lotka lotnik lotos lubczyk lubryka lud ludzik luka lukier luneta lupa lustro
    lutnia macierz maestro magazyn magia magma magnat magnes mak makaron makieta makrama makrela
    malarz malina malwa mamut mandat manekin mango mankiet manna mapa mapka maraton marchew
    mariasz marka markiz marmur marsz maska maszt mata materac materia matka matryca mazurek
    mebel mebelek mecenas mech mecz medal meduza melasa melisa melodia melon memento menu metal
    metr metro metryka mewa miara miarka miedza migawka mikser mim mina minaret minuta miodek
    miska mistrz mit mityng mleko moc moda model modrzew moneta mops morela morga mors morze
    motor motyka motyl mowa mozaika mucha mur murarz murawa muszka muszla muzeum muzyk mysz
    namiot napis narcyz narty nazwa nektar neon niebo nikiel nitka norka notes numer nuta oberek
    obiad objazd obora obraz obrus ocean odlew odznaka ognik ognisko okap okazja okno oko okruch
    okulary olcha olej oliwa omlet opera opona orbita order oregano organy orka orkan orzech osa
    osada osika osobnik ostoja owca owies owoc paczka palec papier papryka paragon parasol park
    pasek pasztet paw pawian piasek piecyk piekarz pieprz piernik pigwa pila pilnik pilot pionek
    piorun pisarz piwnica piwonia placek plakat planeta plaza plecak plecy poczta poeta polana
    pole polka polonez pomidor pomnik pompa ponton por poranek port portfel potok precel prom
    proso puchacz puchar purpura puzzle racuch radio rakieta rama ratusz rebus regal rekin robot
    rogal rola roleta rolnik rondel ropucha rosa rower rubin rumba rura rybak rycerz rymy rynek
    rynna rzeka rzepa sad salon samolot sandacz sanki sarna schody seler ser sernik serweta
    siatka sierp sikora silnik sito skala skarb sklep skuter skwer smok sofa soja sok sopel
    sosna sowa spinacz spodnie srebro sroka stadion stajnia stal statek staw ster stolarz stopa
    strumyk strych studnia sudoku sum suwak sweter szachy szafa szafir szafka szalik szczaw
    szczur szczyt szelki szewc szlak sznur szopa szpak szparag szpinak szpital szron szyja
    szynka szyszka tablica taboret taczka talerz talerze tancerz tango taras tarcza targ tarka
    tarnina tartak teatr teczka telefon topola torba torf traktor tramwaj traszka tratwa trawa
    tryb trzmiel tuba tulipan tunel turkus turzyca tymian ucho ulewa uszko waga wal walc walec
    walizka wanilia waran warcaby warkocz wazka weranda werbel wiadro wiata wiatr wiatrak wicher
    widelec wiersz wierzba wieszak wilga woda worek wrona wrotki wtyczka wydma wydra wyspa
    zagadka zaspa zatoka zbroja zegar zeszyt znaczek zupa
    """.split()  # noqa: SIM905 (quoted, they would fill pages)
)
