"""The closed vocabulary of sub-genres, and how texts and tags name them.

A name is what the page and the language model say. A pattern is looked for in what a first sentence says that a film is
("2003 South Korean neo-noir action thriller film"), in lower case; a tag must be one of the names in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# name: (pattern in a description, tags that say the same)
VOCABULARY: dict[str, tuple[str, str]] = {
    "action comedy": (r"action[\s-]comed|comedy[\s-]action", ""),
    "alien invasion": (r"alien invasion", "alien invasion"),
    "anime": (r"\banime\b", "anime|japanese animation"),
    "anthology": (r"anthology|portmanteau|omnibus", "anthology"),
    "anti-war": (r"anti-war", "anti-war|antiwar"),
    "biopic": (r"biopic|biograph", "biopic|biography|biographical"),
    "black comedy": (
        r"(?:black|dark|grim)[\s-](?:\w+[\s-])?comed|dark comic|dark humor",
        "black comedy|dark comedy|dark humor|black humor|black humour|dark humour",
    ),
    "blaxploitation": (r"blaxploitation", "blaxploitation"),
    "body horror": (r"body[\s-]horror", "body horror"),
    "boxing": (r"\bboxing", "boxing"),
    "buddy": (r"\bbuddy\b(?![\s-]cop)", "buddy movie|buddy film|buddies"),
    "buddy cop": (r"buddy[\s-](?:cop|police)", "buddy cop"),
    "Christmas": (r"christmas", "christmas"),
    "comedy drama": (r"comedy[\s–-]drama|dramedy|tragi-?comed|seriocomedy|drama[\s-]comedy", "comedy-drama|dramedy|tragicomedy"),
    "coming-of-age": (r"coming[\s-]of[\s-]age", "coming of age|coming-of-age"),
    "computer-animated": (r"computer[\s-]animat|cgi[\s-]animat|3d[\s-](?:computer[\s-])?animat", "pixar|computer animation"),
    "concert film": (r"concert|rockumentary", "concert|concert film"),
    "conspiracy thriller": (r"conspiracy", "conspiracy|conspiracy theory"),
    "courtroom drama": (r"courtroom|legal[\s-](?:drama|thriller|comedy)|\blegal\b", "courtroom drama|courtroom"),
    "cyberpunk": (r"cyberpunk", "cyberpunk"),
    "dance": (r"\bdance\b", "dance|ballet|dancing"),
    "disaster": (r"\bdisaster\b", "disaster"),
    "dystopian": (r"dystopi", "dystopia|dystopian"),
    "epic": (r"\bepic\b", ""),
    "erotic thriller": (r"erotic[\s-](?:\w+[\s-])?thriller", "erotic thriller"),
    "experimental": (r"experimental|avant-?garde|non-narrative", "experimental|avant-garde"),
    "exploitation": (r"(?<!bla)xploitation|\bexploitation|grindhouse|women[\s-]in[\s-]prison", "exploitation|grindhouse"),
    "faith": (r"\bchristian\b|faith[\s-]based|biblical|\breligious\b", ""),
    "folk horror": (r"folk[\s-]horror", "folk horror"),
    "found footage": (r"found[\s-]footage|screenlife", "found footage"),
    "gangster": (r"gangster|\bmafia\b|\bmob\b|yakuza", "mafia|gangster|gangsters|organized crime|yakuza|mob"),
    "giallo": (r"\bgiallo\b", "giallo"),
    "Gothic": (r"\bgothic\b", ""),
    "heist": (r"\bheist\b|\bcaper\b", "heist|caper"),
    "historical": (r"\bhistorical\b|\bperiod\b|costume drama|\bhistory\b", "period piece|costume drama|historical"),
    "horror comedy": (r"(?:horror[\s-]comed|comedy[\s-]horror)|comic horror", "horror comedy|comedy horror"),
    "jukebox musical": (r"jukebox", ""),
    "LGBT": (r"\blgbt|gay-themed|\bqueer\b|\blesbian\b|\bgay\b", "lgbt|queer|queer cinema|lesbian|gay"),
    "live-action and animation": (r"live[\s-]action[^.]{0,12}animat", ""),
    "martial arts": (r"martial[\s-]arts?|kung[\s-]?fu|\bkarate\b", "martial arts|kung fu|karate"),
    "melodrama": (r"melodrama", "melodrama"),
    "mockumentary": (r"mockumentary|mock documentary", "mockumentary"),
    "monster": (r"\bmonster\b|kaiju|creature feature|giant (?:creature|animal)", "monster|monsters|kaiju|giant monster"),
    "neo-noir": (r"neo[\s-]noir", "neo-noir|neo noir|neonoir"),
    "neo-western": (r"neo[\s-]western|contemporary western|modern western", "neo-western|modern western"),
    "noir": (r"(?<!neo-)(?<!neo )\bnoir", "film noir|noir|film-noir"),
    "parody": (r"parod|\bspoof", "parody|spoof"),
    "political thriller": (r"political[\s-](?:\w+[\s-])?thriller", "political thriller"),
    "post-apocalyptic": (r"apocalyp", "post-apocalyptic|post apocalyptic|postapocalyptic|apocalypse"),
    "pre-Code": (r"pre-code", ""),
    "prison": (r"\bprison\b", "prison|prison escape"),
    "propaganda": (r"\bpropaganda\b", ""),
    "psychological horror": (r"psychological[\s-](?:\w+[\s-])?horror", "psychological horror"),
    "psychological thriller": (r"psychological[\s-](?:\w+[\s-])?(?:thriller|suspense)", "psychological thriller"),
    "revisionist western": (r"(?:revisionist|acid)[\s-]western", "revisionist western|acid western"),
    "road movie": (r"\broad\b[\s-](?:\w+[\s-])?(?:film|movie|comed|drama|trip|thriller)", "road movie|road trip"),
    "romantic comedy": (r"romantic[\s-](?:\w+[\s-])?comed|rom-?com|romance[\s-]comedy|comedy[\s-]romance", "romantic comedy|rom-com|romcom"),
    "samurai": (r"samurai|chanbara|jidaigeki", "samurai"),
    "satire": (r"satir", "satire|satirical"),
    "science fiction horror": (r"(?:science[\s-]fiction|sci-fi)[\s-](?:\w+[\s-])?horror|horror[\s-]science[\s-]fiction", "sci-fi horror"),
    "screwball comedy": (r"screwball", "screwball|screwball comedy"),
    "sex comedy": (r"\bsex[\s-](?:\w+[\s-])?comed", "sex comedy"),
    "silent": (r"\bsilent\b(?![\s-](?:running|hill))", "silent film|silent"),
    "slapstick": (r"slapstick", "slapstick"),
    "slasher": (r"slasher", "slasher"),
    "space opera": (r"space[\s-]opera", "space opera"),
    "spaghetti western": (r"spaghetti[\s-]western", "spaghetti western"),
    "splatter": (r"splatter|\bgore\b", "splatter|gore"),
    "sports": (
        r"\bsports?\b|\b(?:baseball|basketball|golf|surfing|ice hockey|racing|wrestling)\b|american football",
        "sports|baseball|basketball|football|golf|hockey",
    ),
    "spy": (r"\bspy\b|espionage|spy-fi", "spy|spying|espionage|spies|007"),
    "stand-up comedy": (r"stand[\s-]?up", "stand-up comedy|stand up|standup comedy"),
    "stoner": (r"\bstoner\b", "stoner movie|stoner"),
    "stop-motion": (r"stop[\s-]motion|claymation|puppet animat", "stop motion|stop-motion|claymation|aardman"),
    "superhero": (r"superhero", "superhero|super-hero|superheroes"),
    "supernatural": (r"supernatural|\bghost\b(?! writer)", "supernatural|ghosts|ghost"),
    "surreal": (r"surreal", "surreal|surrealism|surrealist"),
    "survival": (r"\bsurvival\b", "survival"),
    "swashbuckler": (r"swashbuckl|\bpirate\b", "swashbuckler"),
    "sword and sandal": (r"sword[\s-]and[\s-]sandal|peplum", "sword and sandal"),
    "sword and sorcery": (r"sword[\s-]and[\s-]sorcery", "sword and sorcery"),
    "teen": (r"\bteen(?:age)?\b", "teen|teen movie"),
    "time travel": (r"time[\s-](?:travel|loop)", "time travel|time-travel|time loop"),
    "vampire": (r"vampir", "vampire|vampires"),
    "vigilante": (r"vigilant", "vigilante"),
    "werewolf": (r"werewol", "werewolf|werewolves"),
    "western comedy": (r"western[\s-]comed|comedy[\s-]western", ""),
    "whodunit": (r"whodunn?it|murder[\s-]mystery", "whodunit|murder mystery"),
    "wuxia": (r"wuxia", "wuxia"),
    "zombie": (r"zombie", "zombie|zombies"),
}
NAMES = tuple(VOCABULARY)
PATTERNS = {name: re.compile(pattern) for name, (pattern, _) in VOCABULARY.items()}
BY_TAG = {tag: name for name, (_, tags) in VOCABULARY.items() for tag in tags.split("|") if tag}
NOIR_UNTIL = 1964  # a later film in the manner is neo-noir, whatever a source's genre says


def of_description(description: str) -> set[str]:
    """Sub-genres that a description of what a film is names."""
    text = description.lower()
    return {name for name, pattern in PATTERNS.items() if pattern.search(text)}


def of_tags(tags: Iterable[str]) -> set[str]:
    return {BY_TAG[tag.strip().lower()] for tag in tags if tag.strip().lower() in BY_TAG}


def settle(names: set[str], *, year: int, genres: Iterable[str], countries: Iterable[str]) -> tuple[str, ...]:
    """The sub-genres of a film, with those that its genres, year and countries imply, in the vocabulary's order."""
    genres, countries, found = set(genres), set(countries), set(names)
    if "Film-Noir" in genres:
        found.add("noir")
    if "noir" in found and year > NOIR_UNTIL:
        found = found - {"noir"} | {"neo-noir"}
    if "neo-noir" in found:
        found.discard("noir")
    if "Animation" in genres and set(countries) == {"Japan"}:
        found.add("anime")
    if "Western" in genres and "Italy" in countries and 1960 <= year <= 1980:
        found.add("spaghetti western")
    if "buddy cop" in found:
        found.discard("buddy")
    return tuple(name for name in NAMES if name in found)
