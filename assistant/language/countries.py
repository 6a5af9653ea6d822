"""Countries and unions under the names that newswire gives them and their people."""

from __future__ import annotations

from typing import Final

_COUNTRIES: Final = """
afghanistan: afghan, afghans
albania: albanian, albanians
algeria: algerian, algerians
andorra: andorran, andorrans
angola: angolan, angolans
argentina: argentine, argentines, argentinian, argentinians
armenia: armenian, armenians
australia: australian, australians, aussie, aussies
austria: austrian, austrians
azerbaijan: azerbaijani, azerbaijanis, azeri, azeris
bahamas: bahamian, bahamians
bahrain: bahraini, bahrainis
bangladesh: bangladeshi, bangladeshis
barbados: barbadian, barbadians
belarus: belarusian, belarusians
belgium: belgian, belgians
benin: beninese
bhutan: bhutanese
bolivia: bolivian, bolivians
bosnia, bosnia and herzegovina: bosnian, bosnians
botswana: batswana
brazil: brazilian, brazilians
brunei: bruneian, bruneians
bulgaria: bulgarian, bulgarians
burkina faso: burkinabe
burundi: burundian, burundians
cambodia: cambodian, cambodians
cameroon: cameroonian, cameroonians
canada: canadian, canadians
central african republic: central african
chad: chadian, chadians
chile: chilean, chileans
china, prc, people s republic of china: chinese
colombia: colombian, colombians
congo, drc, democratic republic of congo, democratic republic of the congo: congolese
costa rica: costa rican, costa ricans
croatia: croatian, croatians, croat, croats
cuba: cuban, cubans
cyprus: cypriot, cypriots
czech republic, czechia: czech, czechs
denmark: danish, dane, danes
djibouti: djiboutian
dominican republic: dominican, dominicans
ecuador: ecuadorian, ecuadorians, ecuadorean
egypt: egyptian, egyptians
el salvador: salvadoran, salvadorans, salvadorian
england: english, englishman, englishmen, englishwoman
eritrea: eritrean, eritreans
estonia: estonian, estonians
eswatini, swaziland: swazi, swazis
ethiopia: ethiopian, ethiopians
european union, eu, europe: european, europeans
fiji: fijian, fijians
finland: finnish, finn, finns
france: french, frenchman, frenchmen, frenchwoman
gabon: gabonese
gambia: gambian, gambians
gaza, gaza strip: gazan, gazans
georgia: georgian, georgians
germany: german, germans
ghana: ghanaian, ghanaians
greece: greek, greeks
greenland: greenlandic, greenlander, greenlanders
guatemala: guatemalan, guatemalans
guinea: guinean, guineans
guyana: guyanese
haiti: haitian, haitians
honduras: honduran, hondurans
hong kong: hong konger, hong kongers
hungary: hungarian, hungarians
iceland: icelandic, icelander, icelanders
india: indian, indians
indonesia: indonesian, indonesians
iran: iranian, iranians
iraq: iraqi, iraqis
ireland: irish, irishman, irishmen, irishwoman
israel: israeli, israelis
italy: italian, italians
ivory coast, cote divoire: ivorian, ivorians
jamaica: jamaican, jamaicans
japan: japanese
jordan: jordanian, jordanians
kazakhstan: kazakh, kazakhs
kenya: kenyan, kenyans
kosovo: kosovan, kosovar, kosovars
kuwait: kuwaiti, kuwaitis
kyrgyzstan: kyrgyz
laos: laotian, lao
latvia: latvian, latvians
lebanon: lebanese
lesotho: basotho
liberia: liberian, liberians
libya: libyan, libyans
liechtenstein: liechtensteiner
lithuania: lithuanian, lithuanians
luxembourg: luxembourgish, luxembourger
madagascar: malagasy
malawi: malawian, malawians
malaysia: malaysian, malaysians
maldives: maldivian, maldivians
mali: malian, malians
malta: maltese
mauritania: mauritanian
mauritius: mauritian
mexico: mexican, mexicans
moldova: moldovan, moldovans
monaco: monegasque
mongolia: mongolian, mongolians
montenegro: montenegrin, montenegrins
morocco: moroccan, moroccans
mozambique: mozambican, mozambicans
myanmar, burma: burmese
namibia: namibian, namibians
nepal: nepali, nepalese
netherlands, holland: dutch, dutchman, dutchmen, dutchwoman
new zealand: new zealander, new zealanders, kiwi, kiwis
nicaragua: nicaraguan, nicaraguans
niger: nigerien
nigeria: nigerian, nigerians
north korea, dprk: north korean, north koreans
north macedonia: macedonian, macedonians
northern ireland: northern irish
norway: norwegian, norwegians
oman: omani, omanis
pakistan: pakistani, pakistanis
palestine, palestinian territories: palestinian, palestinians
panama: panamanian, panamanians
papua new guinea: papuan
paraguay: paraguayan, paraguayans
peru: peruvian, peruvians
philippines: philippine, filipino, filipinos, filipina
poland: polish, pole, poles
portugal: portuguese
puerto rico: puerto rican, puerto ricans
qatar: qatari, qataris
romania: romanian, romanians
russia, russian federation: russian, russians
rwanda: rwandan, rwandans
samoa: samoan, samoans
saudi arabia: saudi, saudis, saudi arabian
scotland: scottish, scot, scots, scotsman
senegal: senegalese
serbia: serbian, serbians, serb, serbs
sierra leone: sierra leonean
singapore: singaporean, singaporeans
slovakia: slovak, slovaks, slovakian
slovenia: slovenian, slovenians, slovene
somalia: somali, somalis
south africa: south african, south africans
south korea: south korean, south koreans
south sudan: south sudanese
soviet union, ussr, u s s r: soviet, soviets
spain: spanish, spaniard, spaniards
sri lanka: sri lankan, sri lankans
sudan: sudanese
suriname: surinamese
sweden: swedish, swede, swedes
switzerland: swiss
syria: syrian, syrians
taiwan: taiwanese
tajikistan: tajik, tajiks
tanzania: tanzanian, tanzanians
thailand: thai, thais
tibet: tibetan, tibetans
togo: togolese
tonga: tongan, tongans
trinidad and tobago, trinidad: trinidadian
tunisia: tunisian, tunisians
turkey, turkiye: turkish, turk, turks
turkmenistan: turkmen
uganda: ugandan, ugandans
ukraine: ukrainian, ukrainians
united arab emirates, uae, emirates: emirati, emiratis
united kingdom, uk, britain, great britain: british, briton, britons
united nations, un: un
united states, us, usa, america, united states of america: american, americans
uruguay: uruguayan, uruguayans
uzbekistan: uzbek, uzbeks
vatican, vatican city, holy see: vatican
venezuela: venezuelan, venezuelans
vietnam: vietnamese
wales: welsh, welshman
yemen: yemeni, yemenis
zambia: zambian, zambians
zimbabwe: zimbabwean, zimbabweans
africa: african, africans
asia: asian, asians
latin america: latin american, latin americans
middle east: middle eastern
arab world: arab, arabs, arabic
scandinavia: scandinavian, scandinavians
christianity: christian, christians
islam: islamic, muslim, muslims
judaism: jewish, jew, jews
catholic church: catholic, catholics
hinduism: hindu, hindus
buddhism: buddhist, buddhists
democratic party, dnc: democrat, democrats, democratic, dems, dem
republican party, gop, rnc: republican, republicans
labour party: labour
conservative party: conservative, conservatives, tory, tories
liberal democrats, lib dems: liberal democrat, lib dem
nazi germany: nazi, nazis, nazism
"""

_STATES: Final = """
alabama: alabaman
alaska: alaskan, alaskans
arizona: arizonan
arkansas: arkansan
california: californian, californians
colorado: coloradan
connecticut
delaware
florida: floridian, floridians
hawaii: hawaiian, hawaiians
idaho
illinois
indiana
iowa: iowan, iowans
kansas
kentucky
louisiana
maine
maryland
massachusetts
michigan
minnesota
mississippi
missouri
montana
nebraska
nevada
new hampshire
new jersey
new mexico
new york: new yorker, new yorkers
north carolina
north dakota
ohio
oklahoma
oregon
pennsylvania
rhode island
south carolina
south dakota
tennessee
texas: texan, texans
utah
vermont
virginia
west virginia
wisconsin
wyoming
washington: washingtonian
district of columbia, d c, dc
ontario
quebec: quebecois
alberta
british columbia
queensland
new south wales
catalonia: catalan, catalans
bavaria: bavarian
chechnya: chechen, chechens
crimea: crimean
kurdistan: kurdish, kurd, kurds
siberia: siberian
london: londoner, londoners
paris: parisian, parisians
moscow: muscovite, muscovites
berlin: berliner, berliners
rome: roman, romans
new orleans
los angeles
san francisco
"""

_SUFFIXES: Final = (
    "ians",
    "ans",
    "ian",
    "ean",
    "ns",
    "an",
    "n",
    "ish",
    "ese",
    "is",
    "i",
    "ers",
    "er",
    "ism",
    "ist",
    "ists",
)
_SHORTEST_STEM: Final = 4


def _read() -> tuple[dict[str, str], frozenset[str]]:
    keys: dict[str, str] = {}
    peoples: set[str] = set()
    for line in (_COUNTRIES + _STATES).strip().splitlines():
        places, _, people = line.partition(":")
        forms = [form.strip() for form in places.split(",")]
        belonging = [form.strip() for form in people.split(",") if form.strip()]
        peoples.update(belonging)
        keys |= dict.fromkeys([*forms, *belonging], forms[0])
    return keys, frozenset(peoples - {"un", "vatican"})


_KEYS, _PEOPLES = _read()


def country_of(phrase: str) -> str | None:
    """The one name under which a country, state, faith or party and its people are compared.

    Args:
        phrase: words in lower case without accents or full stops, one space between them.
    """
    return _KEYS.get(phrase.removeprefix("the "))


def is_people(phrase: str) -> bool:
    """Whether ``phrase``, as for ``country_of``, is a nationality, a faith or a party's people."""
    return phrase in _PEOPLES


def same_people(phrase: str, other: str) -> bool:
    """Whether two phrases are a place and its people: in the list, or by a common ending.

    "london" and "londoners" are, "chicago" and "chicagoan", "france" and "french".
    """
    key = country_of(phrase)
    if key is not None:
        return key == country_of(other)
    shorter, longer = sorted((phrase, other), key=len)
    stem = shorter.rstrip("aeioy")
    return (
        len(stem) >= _SHORTEST_STEM
        and longer.startswith(stem)
        and any(longer in {shorter + suffix, stem + suffix} for suffix in _SUFFIXES)
    )
