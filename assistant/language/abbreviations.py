"""Short forms and ordinals of languages other than English, as newspapers write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from assistant.language.word_lists import word_set


@dataclass(frozen=True, slots=True)
class ShortForms:
    """What is written with a full stop in a language, in lower case and without blanks.

    ``never`` end no sentence, ``numbered`` none before a number, and ``either`` end one where
    one of ``starters`` follows: capitalised words that begin sentences. ``ordinal`` is whether
    a full stop makes a number an ordinal, then after ``determiners`` and before ``counted``.
    """

    never: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    either: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    ordinal: bool = False
    determiners: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()


_GERMAN: Final = ShortForms(
    never=word_set(
        "dr prof hr fr frl dipl ing mag st hl gen oblt hptm kfm z.b d.h d.i u.u i.d.r i.e.s z.t "
        "z.zt m.e s.o o.g sog bzw bspw vgl ca evtl ggf inkl exkl insb einschl zzgl abzgl gem lt "
        "mind max min geb gest verh jun chr k.o r.-a priv.-doz rer nat med phil jur h.c dr.med "
        "dr.jur dr.phil msgr abg stv ehem v.a u.z i.v i.a z.hd o.ä.m str.-nr tgl wöchentl phys"
    ),
    numbered=word_set(
        "nr art abs s bd kap st ziff az tel jh jhdt jg aufl anm ff kl abb tab hrsg §"
    ),
    either=word_set(
        "usw etc u.a u.ä o.ä u.v.m v.chr n.chr mio mrd tsd bil std sek str pl jh jhdt co gmbh inc "
        "ltd corp sen jr uvm a.d e.v a.m p.m u.s u.s.a d.c b.v n.v s.a e.h u.dgl dgl jan feb mrz "
        "apr jun jul aug sep sept okt nov dez"
    ),
    starters=word_set(
        "Der Die Das Den Dem Des Ein Eine Einen Einem Einer Er Sie Es Wir Ihr Ich Man Dies Diese "
        "Dieser Dieses In Im Am An Auf Aus Bei Beim Mit Nach Von Vom Vor Zu Zum Zur Für Gegen "
        "Seit Bis Durch Über Unter Um Ohne Wegen Und Oder Aber Doch Denn Auch Als Wenn Weil "
        "Obwohl Nachdem Während Dass Ob Wie Was Wer Wo Warum Wann Da Dann Danach Damit Dabei "
        "Dafür Dagegen Daher Darum Deshalb Dennoch Trotzdem Jetzt Nun Heute Gestern Morgen Hier "
        "Dort So Nur Noch Schon Kein Keine Niemand Alle Viele Mehr Beide Sein Seine Ihre Unser "
        "Zwar Zudem Außerdem Allerdings Inzwischen Zuvor Später Zuletzt Laut Einige Jeder Jede"
    ),
    ordinal=True,
    determiners=word_set(
        "der die das den dem des am im zum zur vom beim ins ans bis ab seit jeder jede jedes "
        "jeden jedem dieser diese dieses diesen diesem mein sein ihr unser ihre seine ihren "
        "seinen ihrem seinem seiner ihrer und oder auf in bei von zu gegen dritter ein einen "
        "eines welcher welche"
    ),
    counted=word_set(
        "Januar Jänner Februar März April Mai Juni Juli August September Oktober November "
        "Dezember Jahrhundert Jahrhunderts Jahrhunderte Liga Bundesliga Platz Stock Etage Klasse "
        "Quartal Senat Kammer Auflage Spieltag Runde Minute Mal Geburtstag Weltkrieg Lebensjahr "
        "FC SC VfB Halbzeit Bezirk Vorsitzender Vorsitzende Bürgermeister Strafsenat Zivilsenat "
        "Armee Division Bataillon"
    ),
)
_FRENCH: Final = ShortForms(
    never=word_set(
        "m mm mme mmes mlle mlles dr pr me mgr st ste sts cf p.ex c.-à-d env av apr j.-c boul gén "
        "col cap lt adj vol éd réf dép prof h c.-à.-d"
    ),
    numbered=word_set("n no nos p pp art fig tél chap al vol t env h min"),
    either=word_set(
        "etc inc ltd co corp jr sr u.s u.s.a s.a s.a.s a.m p.m janv févr avr juil sept oct nov "
        "déc c.v j.-c s.a.r.l"
    ),
    starters=word_set(
        "Le La Les Un Une Des Du De Ce Cet Cette Ces Il Elle Ils Elles On Nous Vous Je Tu Mais Et "
        "Ou Donc Or Car En Au Aux À Dans Sur Sous Pour Par Avec Sans Selon Après Avant Depuis "
        "Pendant Lors Quand Si Comme Que Qui Quoi Où Son Sa Ses Leur Leurs Notre Votre Mon Ma Mes "
        "Aucun Aucune Tout Tous Toute Toutes Plus Cela Ceci Ainsi Alors Puis Enfin Pourtant "
        "Cependant Toutefois Hier Aujourd’hui Aujourd'hui Demain Ici Là Deux Trois Chez Entre "
        "Malgré Grâce Personne Rien Plusieurs Certains Chaque Ni Ne Pas"
    ),
)
_SPANISH: Final = ShortForms(
    never=word_set(
        "sr sra sres sras srta dr dra d dña dn prof profa lic ing arq gral cnel cap tte sgto mons "
        "pbro fr sto sta excmo excma ilmo ilma ud uds vd vds p.ej p.e cf aprox gob pdte vs av "
        "avda ee ff jj rr cc aa"
    ),
    numbered=word_set("núm nº n no nos pág págs p pp art arts cap fig vol tel km"),
    either=word_set(
        "etc ee.uu ee.uu.aa cía s.a s.l s.a.b ltda inc corp ltd co jr hnos a.m p.m a.c d.c u.s "
        "depto dpto ff.aa jj.oo rr.hh cc.oo aa.vv ene feb mar abr may jun jul ago sep sept oct "
        "nov dic"
    ),
    starters=word_set(
        "El La Los Las Un Una Unos Unas Lo Este Esta Estos Estas Ese Esa Esos Esas Esto Eso Aquel "
        "Él Ella Ellos Ellas Yo Nosotros Y O Pero Mas Sino En Al A De Del Con Sin Por Para Según "
        "Sobre Tras Desde Hasta Entre Ante Bajo Contra Durante Cuando Si Como Aunque Porque Que "
        "Quien Qué Quién Cómo Cuándo Dónde Su Sus Mi Mis Nuestro Nuestra No Ni También Tampoco "
        "Además Así Entonces Después Antes Luego Hoy Ayer Mañana Aquí Allí Nadie Nada Todo Todos "
        "Todas Cada Algunos Muchos Varios Otro Otra Otros Ya Más Menos Dos Tres"
    ),
)
_ITALIAN: Final = ShortForms(
    never=word_set(
        "sig sig.ra sigg sig.na dott dott.ssa dr prof prof.ssa avv ing arch geom rag on sen min "
        "gen col cap ten magg mar mons card don s ss fra p.es ad.es es cfr c.d cd v.le p.za p.zza "
        "c.so l.go spett egr gent fig.lo circa ca vs amm pres dir"
    ),
    numbered=word_set("n nn nr num p pp pag pagg art artt fig cap vol tel sez par"),
    either=word_set(
        "ecc etc s.p.a spa s.r.l srl s.n.c inc ltd corp co jr a.c d.c a.m p.m u.s u.s.a gen feb "
        "mar apr mag giu lug ago set sett ott nov dic f.lli"
    ),
    starters=word_set(
        "Il Lo La L’ I Gli Le Un Uno Una Questo Questa Questi Queste Quello Quella Quelli Ciò "
        "Egli Lui Lei Loro Noi Voi Io E Ed O Ma Però In Nel Nella Nei Nelle Al Alla Ai Alle A Da "
        "Dal Dalla Di Del Della Dei Delle Con Senza Per Su Sul Sulla Tra Fra Secondo Dopo Prima "
        "Durante Contro Verso Quando Se Come Perché Anche Che Chi Dove Suo Sua Suoi Sue Non Né "
        "Nessuno Niente Nulla Tutto Tutti Tutte Ogni Alcuni Molti Altri Oggi Ieri Domani Qui Lì "
        "Poi Così Intanto Inoltre Infine Ora Già Ancora Due Tre Si È Ha Sono"
    ),
)
_PORTUGUESE: Final = ShortForms(
    never=word_set(
        "sr sra srs sras srta dr dra drs prof profa eng arq d dom exmo exma ilmo gen cel cap ten "
        "sgto maj sto sta p.ex cf aprox dep sen min gov pres av r vs cia"
    ),
    numbered=word_set("n nº no num núm p pp pág págs art arts fig cap vol tel inc"),
    either=word_set(
        "etc s.a ltda inc corp ltd co jr a.c d.c a.m p.m e.u.a eua u.s séc jan fev mar abr mai "
        "jun jul ago set out nov dez"
    ),
    starters=word_set(
        "O A Os As Um Uma Uns Umas Este Esta Estes Estas Esse Essa Esses Essas Isto Isso Aquele "
        "Aquela Ele Ela Eles Elas Eu Nós E Ou Mas Porém Em No Na Nos Nas Ao Aos À Às De Do Da Dos "
        "Das Com Sem Por Pelo Pela Para Segundo Sobre Após Desde Até Entre Durante Contra Quando "
        "Se Como Embora Porque Que Quem Onde Seu Sua Seus Suas Não Nem Também Além Assim Então "
        "Depois Antes Hoje Ontem Amanhã Aqui Ali Ninguém Nada Tudo Todos Todas Cada Alguns Muitos "
        "Outro Outra Já Mais Dois Duas Três Foi É"
    ),
)
_DUTCH: Final = ShortForms(
    never=word_set(
        "dhr mevr mw mr drs dr ir ing prof ds pater bijv bv d.w.z dwz o.a m.n i.p.v i.v.m t.o.v "
        "t.a.v m.b.t n.a.v o.l.v t/m evt ca resp incl excl gem vgl st kol gen lt kap wnd zgn z.g "
        "z.g.n min"
    ),
    numbered=word_set("nr nrs art blz p pag afb fig tel lid par"),
    either=word_set(
        "enz etc e.d e.a a.s j.l jl b.v n.v v.chr n.chr inc ltd corp co jr sr a.m p.m u.s mln mld "
        "e.v jan feb mrt apr jun jul aug sept okt nov dec"
    ),
    starters=word_set(
        "De Het Een Dit Dat Deze Die Hij Zij Ze Wij We Ik Jij Je U Men Er In Op Aan Bij Met Na "
        "Naar Van Voor Door Over Onder Uit Tot Sinds Tegen Tussen Volgens En Of Maar Want Dus Ook "
        "Als Toen Omdat Hoewel Terwijl Wanneer Wie Wat Waar Waarom Hoe Daar Daarna Dan Nu Nog Al "
        "Vandaag Gisteren Morgen Hier Zijn Haar Hun Ons Onze Mijn Geen Niet Niemand Niets Alle "
        "Alles Veel Sommige Andere Volgende Vorige Zo Toch Echter Bovendien Intussen Later Eerder "
        "Twee Drie"
    ),
)
_POLISH: Final = ShortForms(
    never=word_set(
        "prof hab inż mgr dr ks bp abp kard gen płk ppłk mjr kpt por sierż asp św np tzn tzw m.in "
        "in ok ul al pl os im red doc lek med sp.z ww ds wg zob woj pow gm rtm adm kmdr dyr przew"
    ),
    numbered=word_set("nr art ust pkt poz str s tel par lit t zł godz ok rys tab sygn"),
    either=word_set(
        "r w itd itp etc tys mln mld proc godz zł gr s.a p.n.e n.e o.o z.o.o jr inc ltd corp co "
        "ub br bm pt"
    ),
    starters=word_set(
        "W We Na Do Od Po Przed Przy Z Ze Za Nad Pod O U Dla Bez Przez Według Podczas Mimo To Ten "
        "Ta Te Ci Tego Tym Tej On Ona Ono Oni One My Wy Ja I A Ale Lecz Oraz Albo Jednak Gdy "
        "Kiedy Jeśli Jeżeli Choć Ponieważ Bo Że Co Kto Gdzie Jak Dlaczego Tak Nie Nikt Nic "
        "Wszystko Wszyscy Każdy Wiele Jego Jej Ich Nasz Dziś Dzisiaj Wczoraj Jutro Teraz Tu Tam "
        "Potem Następnie Później Już Jeszcze Także Również Ponadto Więc Dlatego Wówczas Wtedy Był "
        "Była Było Są Jest"
    ),
    ordinal=True,
    determiners=word_set("do w na od z po przed ten ta to tego"),
)
_CZECH: Final = ShortForms(
    never=word_set(
        "ing mgr bc mudr judr phdr rndr paeddr doc prof dr csc drsc tzv tzn např mj tj resp popř "
        "příp sv gen plk pplk mjr kpt por npor nám ul tř cca kupř napr t.j t.zn vs"
    ),
    numbered=word_set("č čl odst str s tel obr tab kap hod r"),
    either=word_set(
        "atd apod ap aj r hod mil mld tis stol s.r.o a.s př.n.l n.l jr inc ltd corp co kč min"
    ),
    starters=word_set(
        "V Ve Na Do Od Po Před Při S Se Z Ze Za Nad Pod O U Pro Bez Podle Během To Ten Ta Tento "
        "Tato Toto Tyto On Ona Oni My Já A Ale Nebo Však Když Pokud Protože Že Co Kdo Kde Jak "
        "Proč Tak Ne Nikdo Nic Vše Všichni Každý Mnoho Jeho Její Jejich Dnes Včera Zítra Teď Nyní "
        "Tady Tam Potom Poté Později Už Ještě Také Navíc Proto Byl Byla Bylo Jsou Je Sa Pri Pre "
        "Aj Keď Ak Pretože Čo Kto Ako Prečo"
    ),
    ordinal=True,
    determiners=word_set("v ve na do od k ke po z ze s o dne pro za před"),
    counted=word_set("FC SK AC FK TJ MFK"),
)
_RUSSIAN: Final = ShortForms(
    never=word_set(
        "т.е т.н т.к т.о им ул пр просп пер пл наб акад проф доц ген полк подп кап св см ср напр "
        "тов гр пос дер обл р-н ст стр респ о-в ок прим зам нач бул вул див"
    ),
    numbered=word_set("№ п пп ст стр с рис табл гл т кв корп тел ч разд"),
    either=word_set(
        "г гг р рр в вв т.д т.п др пр проч тыс млн млрд трлн руб коп долл грн чел мин сек ч час "
        "н.э до.н.э мл сша тис хв"
    ),
    starters=word_set(
        "В Во На До От По Перед При С Со За Над Под О Об У Для Без Через После Из К Ко Между "
        "Согласно Это Этот Эта Эти Того Тот Та Те Он Она Оно Они Мы Вы Я И А Но Или Однако Когда "
        "Если Хотя Потому Что Кто Где Как Почему Так Не Ни Никто Ничего Все Всё Всего Каждый "
        "Многие Его Её Ее Их Наш Сегодня Вчера Завтра Теперь Сейчас Там Здесь Потом Затем Позже "
        "Уже Ещё Еще Также Кроме Поэтому Тогда Был Была Было Были Є Це Цей Він Вона Вони Ми Але "
        "Якщо Коли Після Щоб Як Ні З Із Під Про Також Тому"
    ),
)
_SWEDISH: Final = ShortForms(
    never=word_set(
        "dr prof st s:t fr hr bl.a t.ex d.v.s dvs s.k f.d f.n p.g.a pga m.a.o s.a.s jfr ca c:a "
        "resp inkl exkl ang f.eks feks bla herr fru adv red gen kapt f.ex hrs frk"
    ),
    numbered=word_set("nr kl s sid art kap tel fig bd str pkt § st"),
    either=word_set(
        "m.m mm osv etc m.fl mfl e.d kr milj mkr mio mia mrd mill tkr jr inc ltd corp co o.s.v "
        "o.d f.kr e.kr jan feb apr aug sept okt nov dec mv m.v"
    ),
    starters=word_set(
        "Den Det De En Ett Et Han Hon Hun Vi Ni Du Jag Jeg Man I På Av Af Vid Ved Med Efter Etter "
        "Från Fra För For Mot Mod Om Under Över Over Till Til Ut Hos Och Og Eller Men Utan Som "
        "När Når Då Da Där Der Här Her Att At Vad Hva Hvad Vem Hvem Varför Hvorfor Hur Hvordan Så "
        "Inte Ikke Ingen Inget Alla Alle Allt Många Mange Några Nogle Noen Hans Hennes Hendes "
        "Deras Deres Vår Vores Idag Igår Nu Nå Sedan Siden Också Også Enligt Ifølge Dessutom "
        "Desuden Dessuten Därför Derfor Två To Tre Denna Dette Denne Disse Dessa Var Er Är"
    ),
)
_NORDIC: Final = ShortForms(
    never=_SWEDISH.never,
    numbered=_SWEDISH.numbered,
    either=_SWEDISH.either,
    starters=_SWEDISH.starters,
    ordinal=True,
    determiners=word_set("den det de i på til fra av af ved med hver hvert sin sitt sit og"),
)
_HUNGARIAN: Final = ShortForms(
    never=word_set("dr ifj id özv prof kb pl ún ill szt ti vö ld br gr gen ezr vs mkb"),
    numbered=word_set("sz old tel fsz em"),
    either=word_set("stb u u.i kft zrt nyrt bt rt jr inc ltd corp co i.e i.sz kr db"),
    starters=word_set(
        "A Az Egy Ez Ezt Ezek Azt Azok Ő Ők Mi Én És De Vagy Ha Mert Hogy Aki Ami Ahol Amikor "
        "Mint Nem Nincs Senki Semmi Minden Sok Ma Tegnap Holnap Most Itt Ott Majd Már Még Is Így "
        "Ezért Akkor Miután Bár Pedig Szerinte Ezután Később Két Három Volt Van"
    ),
    ordinal=True,
    determiners=word_set("a az egy"),
)
_TURKISH: Final = ShortForms(
    never=word_set(
        "dr prof doç av yrd öğr gör alb yzb org tümg tuğg sn st bkz örn çev haz müh mah cad"
    ),
    numbered=word_set("no s sf md tel sok cilt"),
    either=word_set("vb vs vd a.ş ltd şti inc corp co jr m.ö m.s t.c"),
    starters=word_set(
        "Bu Şu O Bir Ben Sen Biz Siz Onlar Ve Ama Ancak Fakat Çünkü Eğer Ne Kim Nasıl Neden Niçin "
        "Nerede Hiç Her Bütün Tüm Çok Daha Bugün Dün Yarın Şimdi Burada Orada Sonra Önce Artık "
        "Ayrıca Böylece Buna Bunun Bunlar İki Üç Yeni Son"
    ),
    ordinal=True,
    determiners=word_set("bu o her ve"),
)
_FINNISH: Final = ShortForms(
    never=word_set("esim ym mm ks vrt tri prof dos evl ns nk ao ts toht mr mrs"),
    numbered=word_set("s n nro v klo puh kpl"),
    either=word_set("jne yms ym eaa jaa oy ab inc ltd corp co jr milj mrd eur ekr jkr"),
    starters=word_set(
        "Se Ne Tämä Nämä Hän He Me Minä Ja Tai Mutta Vaan Jos Kun Koska Vaikka Että Joka Mikä "
        "Kuka Missä Miksi Miten Ei Kukaan Mikään Kaikki Moni Nyt Tänään Eilen Huomenna Siellä "
        "Täällä Sitten Myös Lisäksi Siksi Niin On Oli Ovat Kaksi Kolme"
    ),
    ordinal=True,
)
_ROMANIAN: Final = ShortForms(
    never=word_set("dl dna dlui d-na d-l dr prof ing av col gen lt mr cpt sf p.s ex cf aprox"),
    numbered=word_set("nr art alin lit pag p str bl sc ap et tel fig vol"),
    either=word_set(
        "etc ş.a ș.a ş.a.m.d ș.a.m.d s.a s.r.l inc ltd corp co jr a.c d.c î.hr d.hr mil mld"
    ),
    starters=word_set(
        "În Pe La Din De Cu Fără Pentru După Până Sub Prin Spre Către Un O Această Acest Acesta "
        "Aceasta Acestea El Ea Ei Ele Noi Eu Și Sau Dar Însă Iar Dacă Când Deși Că Cine Ce Unde "
        "Cum Nu Nimeni Nimic Toți Toate Fiecare Azi Astăzi Ieri Mâine Acum Aici Acolo Apoi "
        "Ulterior Deja Astfel Potrivit Doi Trei A Au Este Sunt"
    ),
)
_GREEK: Final = ShortForms(
    never=word_set("κ κα κος δρ καθ αγ π.χ δηλ βλ πρβλ λεωφ οδ στρ συν αρχ"),
    numbered=word_set("αρ αριθ σελ άρθ παρ τηλ τ κεφ"),
    either=word_set("κ.λπ κλπ κ.ά κ.α π.μ μ.μ π.χ.χ α.ε ε.ε εκατ δισ χιλ ευρ μ.χ"),
    starters=word_set(
        "Ο Η Το Οι Τα Ένας Μια Ένα Αυτός Αυτή Αυτό Και Ή Αλλά Όμως Αν Όταν Ενώ Γιατί Που Ποιος Τι "
        "Πού Πώς Στο Στη Στον Στην Στις Στους Στα Από Με Για Μετά Πριν Σύμφωνα Δεν Κανείς Τίποτα "
        "Όλοι Όλα Κάθε Σήμερα Χθες Αύριο Τώρα Εδώ Εκεί Επίσης Ωστόσο Δύο Τρεις"
    ),
)
_ARABIC: Final = ShortForms(never=word_set("د أ أ.د م ص ج هـ ق.م دكتور أ.م.د آیت خ ک دکتر"))
_HINDI: Final = ShortForms(
    never=word_set(
        "डॉ डा प्रो श्री सु कु पं मो स्व ले कर्नल जन. ए बी सी डी ई एफ जी एच आई जे के एल एम एन ओ "
        "पी क्यू आर एस टी यू वी डब्ल्यू एक्स वाई जेड रु"
    )
)
_HEBREW: Final = ShortForms(never=word_set("פרופ ד גב מר ר עו"))

SHORT_FORMS: Final[Mapping[str, ShortForms]] = MappingProxyType(
    {
        "de": _GERMAN, "fr": _FRENCH, "es": _SPANISH, "ca": _SPANISH, "gl": _SPANISH,
        "it": _ITALIAN, "pt": _PORTUGUESE, "nl": _DUTCH, "pl": _POLISH, "cs": _CZECH,
        "sk": _CZECH, "sl": _CZECH, "hr": _CZECH, "ru": _RUSSIAN, "uk": _RUSSIAN, "be": _RUSSIAN,
        "bg": _RUSSIAN, "sv": _SWEDISH, "da": _NORDIC, "no": _NORDIC, "nb": _NORDIC,
        "nn": _NORDIC, "hu": _HUNGARIAN, "tr": _TURKISH, "fi": _FINNISH, "ro": _ROMANIAN,
        "el": _GREEK, "ar": _ARABIC, "fa": _ARABIC, "ur": _ARABIC, "hi": _HINDI, "mr": _HINDI,
        "ne": _HINDI, "bn": ShortForms(), "he": _HEBREW, "ko": ShortForms(), "id": ShortForms(),
    }
)  # fmt: skip
"""By the code of the language; relatives share what they write alike."""
