"""The words of attribution in English: who says, how it is said, what people are called.

Our own lists, closed classes as far as language allows. Words are in lower case.
"""

SPEECH = frozenset(
    "said says told tells added adds asked asks replied wrote writes tweeted explained insisted "
    "argued noted stated declared claimed warned conceded recalled remarked quipped joked "
    "continued concluded stressed admitted acknowledged observed complained announced predicted "
    "testified shouted responded reiterated emphasized emphasised cautioned countered lamented "
    "mused exclaimed commented vowed boasted urged".split()
)
"""Verbs that a speaker stands before or after, in the forms that news uses."""

PRONOUNS = {"he": "man", "she": "woman", "they": "people"}
"""Pronouns that speak, and whom they need."""

AUXILIARIES = frozenset("has had have also then later once again would did was is".split())

TITLES = frozenset(
    "mr mrs ms miss mx sir dame lord lady dr doctor prof professor rev reverend fr father "
    "sister brother brig amb del bishop archbishop cardinal pope rabbi imam sheikh sheik "
    "ayatollah mullah pastor deacon king queen prince princess emperor sultan emir duke duchess "
    "baron baroness count countess president vice-president premier chancellor minister "
    "secretary senator sen sens congressman congresswoman rep reps representative governor gov "
    "govs mayor alderman councillor councilman councilwoman councilor assemblyman assemblywoman "
    "speaker ambassador envoy commissioner commissar delegate judge justice magistrate "
    "prosecutor attorney solicitor sheriff chief chairman chairwoman chair director general gen "
    "lieutenant lt colonel col major maj captain capt commander cmdr admiral adm sergeant sgt "
    "corporal cpl private pvt officer officers detective inspector constable marshal "
    "superintendent supt trooper deputy leader whip coach manager ceo counsel spokesman "
    "spokeswoman spokesperson treasurer comptroller administrator analyst strategist economist "
    "reporter correspondent editor columnist host anchor rapper singer actor actress comedian "
    "author nominee candidate rapporteur laird monsignor canon dean provost principal trustee "
    "majesty highness honorable honourable hon saint st".split()
)
"""What stands before a name, capitalised or not, and says what its bearer is."""

OFFICES = frozenset(
    "state staff defense defence treasury justice commerce energy labor labour health education "
    "interior agriculture transportation war police delegation house representatives commons "
    "lords wales scotland ireland canterbury york".split()
)
"""What may follow "of" inside a title (Secretary of State)."""

PERSONS = frozenset(
    "man men woman women boy boys girl girls child children baby teenager teenagers teen teens "
    "youth father mother son sons daughter daughters brother brothers sister sisters husband "
    "wife widow widower uncle aunt cousin nephew niece grandfather grandmother grandson "
    "granddaughter parent parents girlfriend boyfriend fiance fiancee partner friend friends "
    "neighbor neighbour neighbors neighbours colleague colleagues someone somebody anyone "
    "everyone nobody person people guy guys gentleman lady official officials officer officers "
    "spokesman spokeswoman spokesperson spokesmen aide aides adviser advisers advisor advisors "
    "ally allies president minister premier chancellor secretary senator senators congressman "
    "congresswoman lawmaker lawmakers legislator governor mayor councillor councilman "
    "councilwoman leader leaders politician candidate candidates nominee contender frontrunner "
    "incumbent ambassador diplomat diplomats envoy commissioner judge judges justice justices "
    "magistrate prosecutor prosecutors attorney attorneys lawyer lawyers solicitor barrister "
    "counsel sheriff chief chairman chairwoman chair director executive ceo founder cofounder "
    "co-founder owner manager boss employer employee worker workers staffer staffers general "
    "colonel major captain commander admiral sergeant soldier soldiers veteran veterans marine "
    "sailor pilot airman detective inspector constable policeman policewoman cop trooper deputy "
    "agent guard inmate prisoner suspect suspects defendant gunman gunmen shooter attacker "
    "attackers bomber killer hijacker robber thief driver passenger victim victims survivor "
    "survivors witness witnesses resident residents villager tourist immigrant migrant migrants "
    "refugee refugees activist activists protester protesters demonstrator organizer organiser "
    "campaigner critic critics supporter supporters expert experts analyst analysts economist "
    "economists strategist pollster researcher researchers scientist scientists professor "
    "scholar historian author writer novelist poet playwright journalist journalists reporter "
    "reporters correspondent editor columnist blogger commentator pundit broadcaster host "
    "anchor presenter actor actress singer rapper musician comedian artist painter director "
    "filmmaker producer star celebrity model player coach athlete quarterback pitcher boxer "
    "golfer runner champion teacher teachers student students pupil principal dean doctor "
    "doctors physician surgeon nurse nurses psychologist psychiatrist therapist patient "
    "patients farmer fisherman rancher trader dealer broker banker investor businessman "
    "businesswoman entrepreneur contractor engineer architect carpenter plumber electrician "
    "mechanic priest pastor bishop archbishop cardinal pope rabbi imam cleric monk nun king "
    "queen prince princess dictator rebel fighter fighters insider source sources trustee "
    "negotiator translator interpreter volunteer consultant lobbyist whistleblower hacker "
    "member members voter voters customer shopper viewer caller user republican democrat "
    "conservative liberal socialist libertarian independent billionaire millionaire tycoon "
    "mogul magnate heir".split()
)
"""Nouns that name a person or people; one of them earlier may be whom a pronoun means."""

INSTITUTIONS = frozenset(
    "house pentagon kremlin ministry department office agency bureau commission committee "
    "council court company corporation firm bank group union party government administration "
    "authority army navy force forces military police embassy university college school "
    "hospital foundation institute institution association federation league board cabinet "
    "parliament congress senate statement communique directorate secretariat headquarters "
    "service airline carrier maker network newspaper organization organisation center centre "
    "campaign coalition alliance club trust fund exchange treasury presidency palace command "
    "corps vatican".split()
)
"""Nouns of bodies that issue statements; no pronoun of a person can mean them."""

MONONYMS = frozenset(
    "oprah madonna beyonce rihanna adele cher bono sting prince pele ronaldinho neymar kaka "
    "shakespeare darwin einstein newton freud marx plato aristotle socrates jesus god christ moses "
    "muhammad buddha allah satan francis benedict napoleon caesar homer voltaire picasso mozart "
    "beethoven".split()
)
"""People who have one name only, or need no other after so long."""

SINGLE_NAMED = MONONYMS | frozenset(
    "trump biden obama clinton bush reagan carter nixon ford kennedy johnson eisenhower truman "
    "roosevelt lincoln washington jefferson gore cheney rumsfeld kerry mccain palin romney ryan "
    "boehner pelosi mcconnell reid schumer sanders warren harris pence rubio cruz kasich christie "
    "huckabee santorum gingrich jindal fiorina buttigieg klobuchar booker gillibrand o'rourke "
    "giuliani bannon kushner manafort mulvaney tillerson pompeo bolton mattis devos mnuchin barr "
    "comey mueller rosenstein mccabe nunes schiff nadler mccarthy scalise feinstein scalia ginsburg "
    "sotomayor alito gorsuch kavanaugh garland holder emanuel axelrod podesta brennan clapper "
    "petraeus panetta hagel bernanke yellen greenspan geithner fauci nader perot mondale dukakis "
    "lieberman snowden manning assange khashoggi "
    "putin gorbachev yeltsin medvedev lavrov stalin lenin hitler mussolini churchill thatcher blair "
    "cameron farage corbyn starmer sunak merkel scholz kohl macron sarkozy hollande juncker tusk "
    "draghi berlusconi renzi tsipras orban lukashenko poroshenko yanukovych zelensky zelenskyy "
    "netanyahu sharon rabin peres olmert arafat abbas nasrallah saddam gaddafi qaddafi gadhafi "
    "assad khamenei khomeini rouhani ahmadinejad zarif erdogan sisi morsi mubarak sadat nasser "
    "maliki karzai ghani musharraf bhutto modi gandhi nehru mandela mbeki zuma ramaphosa mugabe "
    "xi kim mao deng abe duterte trudeau castro chavez maduro lula bolsonaro kirchner morales "
    "musk bezos gates zuckerberg jobs buffett bloomberg soros murdoch ronaldo messi maradona "
    "hillary bernie barack michelle".split()
)
"""People whom a surname or one name alone brings in, where they are spoken of."""
