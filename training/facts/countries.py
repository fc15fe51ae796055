"""Adjectives and names of countries and languages as film articles use them."""

from __future__ import annotations

import re

# adjective or name in a sentence -> country
COUNTRIES = {
    "American": "United States", "United States": "United States", "U.S.": "United States", "US": "United States", "USA": "United States", "British": "United Kingdom",
    "English": "United Kingdom", "Scottish": "United Kingdom", "Welsh": "United Kingdom", "United Kingdom": "United Kingdom", "UK": "United Kingdom",
    "England": "United Kingdom", "Irish": "Ireland", "Ireland": "Ireland", "Canadian": "Canada", "Canada": "Canada", "Québécois": "Canada", "Australian": "Australia", "Australia": "Australia",
    "New Zealand": "New Zealand", "French": "France", "France": "France", "German": "Germany", "West German": "Germany", "East German": "Germany", "Germany": "Germany", "West Germany": "Germany",
    "Austrian": "Austria", "Austria": "Austria", "Swiss": "Switzerland", "Switzerland": "Switzerland", "Italian": "Italy", "Italy": "Italy", "Spanish": "Spain", "Spain": "Spain",
    "Portuguese": "Portugal", "Portugal": "Portugal", "Belgian": "Belgium", "Belgium": "Belgium", "Dutch": "Netherlands", "Netherlands": "Netherlands", "Danish": "Denmark", "Denmark": "Denmark",
    "Swedish": "Sweden", "Sweden": "Sweden", "Norwegian": "Norway", "Norway": "Norway", "Finnish": "Finland", "Finland": "Finland", "Icelandic": "Iceland", "Iceland": "Iceland",
    "Polish": "Poland", "Poland": "Poland", "Czech": "Czech Republic", "Czech Republic": "Czech Republic", "Czechoslovak": "Czechoslovakia", "Slovak": "Slovakia", "Hungarian": "Hungary",
    "Hungary": "Hungary", "Romanian": "Romania", "Romania": "Romania", "Bulgarian": "Bulgaria", "Bulgaria": "Bulgaria", "Greek": "Greece", "Greece": "Greece", "Turkish": "Turkey", "Turkey": "Turkey",
    "Yugoslav": "Yugoslavia", "Serbian": "Serbia", "Serbia": "Serbia", "Croatian": "Croatia", "Croatia": "Croatia", "Bosnian": "Bosnia and Herzegovina", "Slovenian": "Slovenia", "Macedonian": "North Macedonia",
    "Soviet": "Soviet Union", "Soviet Union": "Soviet Union", "Russian": "Russia", "Russia": "Russia", "Ukrainian": "Ukraine", "Georgian": "Georgia", "Estonian": "Estonia", "Latvian": "Latvia",
    "Lithuanian": "Lithuania", "Luxembourgish": "Luxembourg", "Luxembourg": "Luxembourg", "Maltese": "Malta", "Malta": "Malta", "Japanese": "Japan", "Japan": "Japan", "South Korean": "South Korea",
    "South Korea": "South Korea", "Korean": "South Korea", "North Korean": "North Korea", "Chinese": "China", "China": "China", "Hong Kong": "Hong Kong", "Taiwanese": "Taiwan", "Taiwan": "Taiwan",
    "Thai": "Thailand", "Thailand": "Thailand", "Vietnamese": "Vietnam", "Filipino": "Philippines", "Philippine": "Philippines", "Philippines": "Philippines", "Indonesian": "Indonesia",
    "Malaysian": "Malaysia", "Singaporean": "Singapore", "Cambodian": "Cambodia", "Mongolian": "Mongolia", "Indian": "India", "India": "India", "Pakistani": "Pakistan", "Bangladeshi": "Bangladesh",
    "Sri Lankan": "Sri Lanka", "Nepalese": "Nepal", "Bhutanese": "Bhutan", "Kazakhstani": "Kazakhstan", "Kazakh": "Kazakhstan", "Afghan": "Afghanistan", "Iranian": "Iran", "Iran": "Iran",
    "Iraqi": "Iraq", "Israeli": "Israel", "Israel": "Israel", "Palestinian": "Palestine", "Lebanese": "Lebanon", "Jordanian": "Jordan", "Emirati": "United Arab Emirates", "United Arab Emirates": "United Arab Emirates",
    "Saudi": "Saudi Arabia", "Qatari": "Qatar", "Egyptian": "Egypt", "Algerian": "Algeria", "Moroccan": "Morocco", "Morocco": "Morocco", "Tunisian": "Tunisia", "Senegalese": "Senegal", "Nigerian": "Nigeria",
    "Kenyan": "Kenya", "Ethiopian": "Ethiopia", "Malian": "Mali", "Rwandan": "Rwanda", "South African": "South Africa", "South Africa": "South Africa", "Mexican": "Mexico", "Mexico": "Mexico",
    "Cuban": "Cuba", "Jamaican": "Jamaica", "Puerto Rican": "Puerto Rico", "Guatemalan": "Guatemala", "Colombian": "Colombia", "Colombia": "Colombia", "Venezuelan": "Venezuela", "Peruvian": "Peru",
    "Bolivian": "Bolivia", "Chilean": "Chile", "Chile": "Chile", "Argentine": "Argentina", "Argentinian": "Argentina", "Argentina": "Argentina", "Uruguayan": "Uruguay", "Brazilian": "Brazil", "Brazil": "Brazil",
    "Dominican": "Dominican Republic", "Haitian": "Haiti", "Armenian": "Armenia", "Albanian": "Albania", "Cypriot": "Cyprus",
}  # fmt: skip

# "Anglo-French", "Franco-Belgian"
PREFIXES = {"Anglo": "United Kingdom", "Franco": "France", "Italo": "Italy", "Sino": "China", "Indo": "India", "Hispano": "Spain"}

LANGUAGES = ["English", "French", "German", "Italian", "Spanish", "Portuguese", "Dutch", "Danish", "Swedish", "Norwegian", "Finnish", "Icelandic", "Polish", "Czech", "Slovak", "Hungarian", "Romanian", "Bulgarian", "Greek", "Turkish", "Serbian", "Croatian", "Russian", "Ukrainian", "Georgian", "Estonian", "Latvian", "Lithuanian", "Japanese", "Korean", "Chinese", "Mandarin", "Cantonese", "Thai", "Vietnamese", "Tagalog", "Filipino", "Indonesian", "Malay", "Hindi", "Urdu", "Tamil", "Telugu", "Malayalam", "Kannada", "Bengali", "Punjabi", "Marathi", "Persian", "Arabic", "Hebrew", "Yiddish", "Zulu", "Xhosa", "Swahili", "Wolof", "Amharic", "Armenian", "Albanian", "Catalan", "Basque", "Galician", "Irish", "Welsh", "Inuktitut", "Navajo", "Esperanto", "Latin", "Mongolian"]  # fmt: skip

# An adjective here is a place or a people of the story, or of a style, not the country of production.
NOT_PRODUCTION = re.compile(
    r"^[\s-]+(?:civil|revolution|football|expressionis|expressionism|indians?\b|legion|revolutionary|slavery|west\b|frontier|new wave|language|literature|novel|play|opera|"
    r"immigrants?|born|mythology|themed|inspired|style|speaking|empire|army|navy|folk\s?tale|fairy|ghost story|author|writer|folklore)",
    re.IGNORECASE,
)
BEFORE_PEOPLE = re.compile(r"(?:African|Asian|Native|Latin|Arab|Jewish|Afro|anti|pro)[\s-]$", re.IGNORECASE)
NAME = re.compile(r"(?<![\w'’])(?:" + "|".join(re.escape(name) for name in sorted([*COUNTRIES, *PREFIXES], key=len, reverse=True)) + r")(?![\w'’])")


def countries_of(phrase: str) -> tuple[str, ...]:
    """Countries of production named in a phrase such as '1995 British-French romantic comedy', in its order."""
    found = []
    for match in NAME.finditer(phrase):
        name, after, before = match.group(), phrase[match.end() :], phrase[: match.start()]
        if NOT_PRODUCTION.match(after) or BEFORE_PEOPLE.search(before) or (name in PREFIXES and not after.startswith(("-", "–"))):
            continue
        found.append(COUNTRIES.get(name) or PREFIXES[name])
    return tuple(dict.fromkeys(found))


def languages_of(phrase: str) -> tuple[str, ...]:
    """Languages stated as such: 'Spanish-language', 'in French and Arabic' is left to the caller."""
    found = re.findall(r"\b(" + "|".join(LANGUAGES) + r")[\s-]languages?\b", phrase)
    # Only languages of India are used alone as what a film is: "a 1975 Hindi film".
    found += re.findall(r"\b(Hindi|Urdu|Tamil|Telugu|Malayalam|Kannada|Bengali|Punjabi|Marathi)\b(?![\s-]language)", phrase)
    return tuple(dict.fromkeys(found))
