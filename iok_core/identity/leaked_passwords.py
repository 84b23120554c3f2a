"""Much used passwords of twelve characters or more that the rules of `policy` would let pass.

Folded as they are compared there. Of the lists of leaked ones that Django (BSD) and zxcvbn (MIT)
carry, 40 000 in all, about 350 are so long; the rules refuse the others.
"""

LEAKED_PASSWORDS = frozenset(
    """
    01telemike01 0r968ji9ufj6 1111111111zz 23176djivanfros 31217221027711 32615948worms
    41d8cd98f00b 4815162342lost 520love101182 5532361cnjqrf 59382113kevinp 742617000027
    89231243658s 89876065093rax admin18533362 amadeusptfcor an83546921an13 antananarivu
    arabella24630 auckland2010 avrillavigne bltynbabrfwbz boy4u2ownnyc bpgjldsgjldthnf
    businessbabe chickenwing101 christopher1 cjdthitycndj combat123654 contortionist
    cookiemonster corperfmonsy cosmopolitan counterstrike devilmaycry4 dfg5fhg5vgfh1
    digitalprodu dkflbvbhjdbx dkflbvbhjdyf doomsayer.2.7mords.v doomsayer.2.7mords.vv
    edwardcullen ezekiel11991 finalfantasy fkmnthyfnbdf fktrcfylhjdbx fktrcfylhjdf fktrcfylhjdyf
    flvbybcnhfnjh frederiksberg friendofemily friendofgerly friendofjoan fucktheworld
    fuckyoubitch fynfyfyfhbde g13916055158 gettherefast ghbdtnrfrltkf ghhh47hj7649 ghjcnjgbpltw
    ghjcnjgfhjkm ghjcnjqgfhjkm ghjcnjrdfibyj ghjnbdjcnjzybt gjkysqgbpltw greenlantern
    gtnhjpfdjlcr hannahmontana hawkesbury93 hd764nw5d7e1vb1 hedimaptfcor heterosexual
    iampurehaha2 ichliebedich ihatethisgame iloveboobies inactive1996aug ingodwetrust
    installdevic installsqlst international internazionale iseedeadpeople jamesbond007
    jesuslovesme jkiuztdftl57 john!20130605at1753 jundian2011xr justinbieber kartoffelpuffer
    knackwurst8853 laurel12creek leavemealone leliane50934 lhbjkjubz2957704 lightpower12345
    linkedin2011 liverpool123 lost4815162342 lydcc20091314 lytghjgtnhjdcr m01759766727
    mailcreated5240 manchesterunited maprchem56458 massimiliano masturbation maurolarastefy
    megaparol12345 megapizdetz666 mevefalkcakk migrationschool minecraft123 minnesotahp
    moderncombat momsanaladventure morganstanley mortalkombat motherfucker msorcloledbr
    n8zgt5p0shw= natiichen999 needforspeed nemvxyheqdd5oqxyxyzi networkingpe neworleans12345
    newproject2004 nhecsyfujkjdt nhfdvfnjkju123 nhfycajhvths nightcrawler nondriversig
    onedirection ontheoutside p030710p$e4o pe#5gz29ptzmse peanutbutter playstation2 playstation3
    polniypizdec0211 polniypizdec1102 polniypizdec110211 pornographic professional
    projectsadminx przyjaciolki ptybnxtvgbjy punksnotdead qwegta13091990 residentevil
    rfnthbyf1988 s8ylpe9jdpvym sanfrancisco saun24865709 schoolgirlie sdf7asdf6asdg8df
    seemnemaailm seniseviyorum sojdlg123aljg somanypickles27 sonnenschein sonyericsson
    specialinsta startfinding stefangreil1983 stickdaddy77 stinkyfinger stratocaster
    supernatural systemofadown telechargement thecakeisalie total12scherz transformers
    vanyarespekt vfvfvskfhfve vitor1268123 vladimirovna warhammer40k wazzkaprivet websolutions
    websolutionssu webuivalidat weihnachtsbau weihnachtsbaum weronika1992 whosyourdaddy
    xantria10315 xtseo2011tdx yandi20080527 yfdbufnjh10305070 zaqwsxcderfv zcfvfzkexifz
    zmx870919123 zqjphsyf6ctifgu zxcasdqwe123
    """.split()  # noqa: SIM905 (quoted, they would fill pages)
)
