"""Word lists for telling names from other capitalised words in English newswire.

All words are in lower case, without accents and full stops.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARTICLES: Final = _words(
    "van der den de la le du del della di da dos das bin ibn bint al el von zu zum af av ter ten "
    "y e"
)
"""Small words inside the name of a person or a place."""

PREFIXES: Final = _words("al el as ash ad ar an at az abd ibn bin bint ben de le la d l o")
"""What may stand small before the hyphen of a name, as in "al-Qaeda"."""

ORGANISATION_HEADS: Final = _words(
    "academy administration agency alliance assembly association authority bank bay board body "
    "bureau cathedral center centers centre centres chamber church city coalition college "
    "commission commissioner committee confederation conference congress council court crown "
    "declaration department division duke faculty federation fund gulf house institute institutes "
    "institution isle isles kingdom league legislature library ministry museum office "
    "organisation organization palace parliament port province republic school schools society "
    "state states straits strait territory treaty tribunal union university"
)
"""Words that "of" or "for" binds to the capitalised words after it."""

FIELDS: Final = _words(
    "affairs agriculture arts budget commerce communities community control correction culture "
    "crafts defence defense delivery design development drug economics education employment "
    "energy environment explosives families firearms food forestry growth health homeland housing "
    "human humanities immigration industry innovation justice labor labour letters management "
    "medicine migration population prevention prisons protection refugees research resources "
    "rehabilitation safety science sciences security services skills space sport sports "
    "technology tourism tobacco trade training transport urban water welfare women youth"
)
"""Words that "and" binds inside the name of a ministry or an agency."""

ORGANISATION_WORDS: Final = ORGANISATION_HEADS | _words(
    "airlines airport airways army association bank band bros brothers bridge bureau capital club "
    "co coast company corp corporation corps county district election energy enterprises express "
    "festival firm force forces foundation games globe gmbh group guard guardian herald holdings "
    "hospital inc industries insurance international investment island islands lake limited llc "
    "llp ltd media mission mountain mountains motor motors movement navy network networks news "
    "north ocean open organisation park partners party plc police post press project prize radio "
    "railway records review river road sea senate series service services shipping south square "
    "station street studios survey systems team technologies telegraph television times trust tv "
    "united university valley west east act bill cup award awards championship day week hurricane "
    "typhoon cyclone storm"
)
"""Words that show that a name is no person's."""

COMPANY_FORMS: Final = _words(
    "ag bv co company corp corporation gmbh group holdings inc incorporated limited llc llp ltd "
    "nv plc sa se spa the"
)
"""Words that a company's name may lose and remain the same."""

GENERATIONS: Final = _words("jr sr ii iii iv esq phd md")
"""What may follow a person's name."""

MASCULINE_TITLES: Final = _words("mr sir lord king prince duke baron father brother imam sheikh")
FEMININE_TITLES: Final = _words("mrs ms miss lady queen princess duchess baroness dame sister")
_TITLES: Final = _words(
    "mx dr prof professor doctor president premier minister chancellor secretary senator sen sens "
    "representative rep reps congressman congresswoman governor gov govs mayor judge justice "
    "general gen colonel col lieutenant lt major maj captain capt commander cmdr corporal cpl "
    "sergeant sgt private pvt admiral adm marshal officer detective det inspector insp constable "
    "superintendent supt sheriff deputy vice acting chief chairman chairwoman chairperson chair "
    "director coach pope cardinal archbishop bishop reverend rev rabbi ayatollah emperor empress "
    "ambassador envoy prosecutor attorney lawyer councilor councillor councilman councilwoman "
    "alderman commissioner spokesman spokeswoman spokesperson editor author actor actress singer "
    "leader speaker hon honorable honourable saint-elect prime foreign finance interior defence "
    "defense lawmaker first"
)
TITLES: Final = MASCULINE_TITLES | FEMININE_TITLES | _TITLES
"""Words before a person's name that are no part of who it is."""

PERSONAL_TITLES: Final = TITLES - _words(
    "first foreign finance interior defence defense prime vice acting chief deputy"
)
"""Titles after which a person is named, by surname alone if need be."""

TITLE_FIELDS: Final = _words(
    "state defense defence finance health war education justice energy commerce labor labour "
    "agriculture interior transport transportation treasury national intelligence"
)
"""What follows a title and "of"."""

ABBREVIATIONS: Final = TITLES | GENERATIONS | _words("st mt ft no inc corp co ltd bros messrs")
"""Words whose full stop ends no sentence and no name."""

NO_NAMES: Final = _words(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri "
    "sat sun mondays tuesdays wednesdays thursdays fridays saturdays sundays january february "
    "march april may june july august september october november december jan feb mar apr jun jul "
    "aug sept sep oct nov dec am pm et est edt ct cst cdt mt mst mdt pt pst pdt gmt bst cet cest "
    "utc ist jst i im ive ill id ceo cfo coo cto cio cmo mp mps mep meps tv "
    "dna rna ai pc ok vs no dvd cd faq mph kph km "
    "kg ii iii iv vi vii viii ix xi xii dj pr hr qa q a eur usd gbp bn mn mln bln ap afp reuters "
    "sos vip ngo ngos pdf url gps usb led lgbtq lgbt bc ad ce bce phd md ba ma mba rip editor "
    "note photo photos video image related advertisement caption correction updated published "
    "story source sources file internet web earth"
)
"""Capitalised words that name nobody and nothing that could be mistaken for another."""

GENERIC: Final = _words(
    "administration agency army assembly association authority bank bar board bureau cabinet "
    "center centre chamber city college commission committee commonwealth company conference "
    "constitution council county court crown department district east eastern empire federal "
    "federation force forces foundation fund government governor guard house high institute "
    "international kingdom law league left legislature ministry minister museum national nation "
    "navy north northeast northern northwest office opposition parliament party police premier "
    "president press prime republic revolution right school secretary senate service services "
    "society south southeast southern southwest state station supreme team treasury tribunal "
    "trust union united university west western war"
)
"""Words that are written with and without a capital for the same thing."""

_NICKNAMES: Final = """
    alexander alex al|abraham abe|albert al bert|andrew andy drew|anthony tony|
    benjamin ben|catherine kate cathy katherine kathy katie|charles charlie chuck|
    christopher chris|daniel dan danny|david dave|deborah debbie|donald don|
    douglas doug|edward ed eddie ted|elizabeth liz beth betsy|eugene gene|
    frederick fred|geoffrey geoff|gerald gerry jerry|gregory greg|jacob jake|
    james jim jimmy|jeffrey jeff|jennifer jen|jonathan jon|john johnny jack|
    joseph joe joey|joshua josh|kenneth ken|lawrence larry|leonard len|margaret maggie|
    matthew matt|michael mike mick|mitchell mitch|nathaniel nathan nate|nicholas nick|
    patrick pat|peter pete|philip phil|raymond ray|rebecca becky|richard rick dick|
    robert bob rob bobby|ronald ron|samuel sam|stephen steve steven|susan sue|
    theodore ted|thomas tom tommy|timothy tim|vincent vince|volodymyr vladimir|
    walter walt|william bill will billy
"""
NICKNAMES: Final = {
    short: first
    for line in _NICKNAMES.split("|")
    for first, *shorts in [line.split()]
    for short in shorts
}
"""Short forms of first names, and the form under which they are compared."""

MALE_NAMES: Final = _words(
    "aaron abdul adam adrian ahmed alan albert alejandro alex alexander ali amir anders andre "
    "andrew andy angelo anthony antonio arthur barack ben benjamin bernard bernie bill bob boris "
    "brad brandon brett brian bruce bryan carl carlos chad charles charlie chris christian "
    "christopher chuck clarence craig dan daniel darren dave david dean dennis derek diego dmitry "
    "donald doug douglas dylan ed eddie edgar eduardo edward elijah elon emmanuel enrique eric "
    "erik ethan eugene evan felix fernando francis francisco frank fred gary gavin george gerald "
    "gordon graham greg gregory harold harry hassan henry howard hugh hugo ian ibrahim igor isaac "
    "ivan jack jacob jake james jamie jared jason javier jeff jeffrey jeremy jerome jerry jesus "
    "jim jimmy joe joel john johnny jon jonathan jorge jose joseph josh joshua juan julian justin "
    "karl keir keith ken kenneth kevin khalid kyle lars larry lee leo leon leonard liam lloyd "
    "lorenzo louis lucas luis luke malcolm manuel marco marcus mario mark martin mateo matt "
    "matthew max michael miguel mike mitch mohamed mohammad mohammed muhammad nathan neil "
    "nicholas nick nicolas noah oliver oscar omar pablo pat patrick paul pedro per pete peter "
    "phil philip pierre rafael ralph randy raul ray raymond ricardo richard rick rishi rob robert "
    "roberto rodrigo roger roland ron ronald ross roy russell ryan sam samuel scott sean "
    "sebastian sergei sergey seth shane simon stefan stephen steve steven stuart ted terry "
    "theodore thomas tim timothy tom tony travis trevor tyler victor viktor vincent vladimir "
    "volodymyr walter warren wayne will william xavier yusuf zachary"
)
FEMALE_NAMES: Final = _words(
    "abigail adriana agnes alexandra alexandria alice alicia alison allison amanda amber amelia "
    "amy ana andrea angela angelina anita ann anna anne annie ashley audrey ava barbara beatrice "
    "becky beth betty beverly brenda brittany camila camilla carla carmen carol caroline carolyn "
    "catherine cathy charlotte cheryl chloe christina christine claire clara claudia courtney "
    "cynthia daniela danielle deborah denise diana diane donna doris dorothy elena eleanor elise "
    "elizabeth ella ellen emily emma erica erin eva evelyn fatima fiona florence frances gabriela "
    "gina giorgia gloria grace greta hannah hazel heather helen hillary holly ingrid irene isabel "
    "isabella jacqueline jane janet jasmine jean jenna jennifer jenny jessica jill joan joanna "
    "josephine joyce judith judy julia julie karen karin kate katherine kathleen kathryn kathy "
    "katie kelly kim kimberly kristen kristin kristina laura lauren layla leila linda lindsey "
    "lisa liz lori lucia lucy lydia madison maggie margaret maria mariana marie marilyn marina "
    "martha mary maya megan meghan melania melanie melissa mia michelle miriam monica nancy naomi "
    "natalia natalie nicole nina nora olga olivia pamela patricia paula peggy penelope rachel "
    "rebecca renee rita robin rosa rosalia rose ruth sally samantha sandra sara sarah sharon "
    "sheila shirley silvia simone sofia sonia sophia sophie stacey stella stephanie susan suzanne "
    "sylvia tammy tamara tanya tara tatiana taylor teresa theresa tiffany tina ursula valerie "
    "vanessa vera veronica victoria virginia vivian wendy yvonne zoe"
)
FIRST_NAMES: Final = MALE_NAMES | FEMALE_NAMES

PERSON_NOUNS: Final = _words(
    "accused actor actress activist administrator adviser advisor agent ambassador analyst artist "
    "athlete attacker attorney author bishop billionaire boss boy candidate captain celebrity "
    "chairman chairwoman chancellor chef chief climber coach comedian commander commissioner "
    "composer congressman congresswoman conservative convict couple critic dancer daughter deputy "
    "defendant democrat designer detective diplomat director doctor driver economist editor "
    "entrepreneur envoy executive expert farmer father fighter filmmaker founder frontman girl "
    "golfer governor guitarist gunman historian husband idol inspector investor journalist judge "
    "justice king lawmaker lawyer leader legislator man manager mayor midfielder millionaire "
    "minister model monarch mother mp musician native nominee novelist nurse officer official "
    "owner parent passenger patient philanthropist pianist pilot player playwright poet "
    "politician pope premier president priest prime prince princess prisoner producer professor "
    "prosecutor publisher quarterback queen rapper reporter republican researcher runner scholar "
    "scientist secretary senator sheriff singer skipper soldier son songwriter speaker spokesman "
    "spokesperson spokeswoman star statesman striker student superintendent suspect teacher teen "
    "teenager tycoon veteran victim widow wife winner woman worker writer youngster"
)
ORGANISATION_NOUNS: Final = _words(
    "administration agency airline alliance army assembly association authority band bank bloc "
    "board body brand broadcaster bureau cabinet campaign carmaker center centre chain channel "
    "charity church club coalition college commission committee company conference congress "
    "conglomerate consortium corporation council country court department developer district duo "
    "employer family federation firm force foundation franchise fund giant government group "
    "hospital institute institution journal label lab laboratory league legislature magazine "
    "maker manufacturer militia ministry mosque movement museum nation network newspaper "
    "nonprofit office operator organisation organization outlet panel paper parliament "
    "partnership party platform police press publication regime regiment regulator republic "
    "researchers retailer school senate service side site startup state station store studio "
    "supplier team theater theatre think tribunal trust union unit university watchdog website"
)
THING_NOUNS: Final = _words(
    "act agreement aircraft airport album app area artwork asteroid attack award bill boat book "
    "border bridge building camp capital car case castle cathedral city coast community concert "
    "constituency continent county crash deal decision device disease dam document documentary "
    "drug earthquake election enclave estate event exhibition facility fair ferry festival film "
    "fire flood game garden hall highway home hotel hurricane island jet kingdom lake law "
    "legislation liner location machine match medication mission mountain movie neighborhood "
    "neighbourhood novel ocean operation outbreak painting pandemic park peninsula place plan "
    "planet plane plant play poem policy port prison prize product program programme project "
    "property province race region report resort restaurant river road rocket route sea series "
    "ship show site software song spacecraft square stadium storm street study summit system "
    "telescope territory tour tournament tower town track train treaty trial vaccine valley "
    "vehicle venue vessel video village virus volcano war wildfire zone"
)

COMMON_LOOKING_SURNAMES: Final = _words(
    "adams andrews banks barnes brooks burns collins daniels davies davis dickens edwards evans "
    "fields fleming ellis graves harding harris hastings hawkins hayes higgins hodges hopkins "
    "howells hughes hutchins jacobs james jenkins jennings johns jones keating lewis manning "
    "marks matthews mills morris mullins myers nichols owens parks perkins peters phillips powers "
    "reeves richards rivers roberts robbins rogers sanders simmons simons sparks spielberg "
    "starling stephens sterling stevens thomas travers walters waters watkins watts wells wilkins "
    "williams woods browning dowling fielding harding leung ming reading bush reed sneed kennedy "
    "connolly kelly daly reilly donnelly connelly holly hemingway kipling fielding boeing beijing"
)
"""Names that end as plurals, participles and adverbs do."""

SAYING: Final = _words(
    "said says say told tells added adds wrote writes claimed claims insisted insists announced "
    "argued stated thinks believes believed hopes hoped knew knows admitted denied confirmed "
    "promised acknowledged explained"
)
"""Verbs after which "he" is the one who says it."""

SYMMETRIC: Final = _words(
    "and or met meets meet with married marries marry versus v vs plus alongside"
)
"""Words on whose two sides names may change places."""

DIRECTED: Final = _words("to from into against over than for behind before after")
"""Small words on whose two sides names may not change places."""
