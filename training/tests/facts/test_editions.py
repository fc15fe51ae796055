import pytest

from training.facts import editions
from training.facts.editions import game_key, product_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FIFA 14 - PlayStation 4", "FIFA 14 - Xbox One"),
        ("FIFA 15 (Ultimate Edition) - PlayStation 3", "FIFA 15 - Wii"),
        ("Call of Duty: Ghosts Hardened Edition - Xbox 360", "Call Of Duty: Ghosts - PS4 [Digital Code]"),
        ("Halo 5: Guardians - Limited Edition (Physical Disc) - Xbox One", "Halo 5 Guardians - Xbox One Digital Code"),
        ("Assassin&#39;s Creed II - Greatest Hits edition - Playstation 3", "Assassin's Creed II"),
        ("The Elder Scrolls III: Morrowind Game of the Year Edition (Netherlands)", "Elder Scrolls 3: Morrowind - PC"),
        ("Guitar Hero III: Legends of Rock Wireless Bundle - Xbox 360", "Guitar Hero III: Legends of Rock"),
        ("Fallout 3 Collector's Edition - PC", "Fallout 3"),
        ("Persona 5 - SteelBook Edition - PlayStation 4", "Persona 5 - Standard Edition - PlayStation 3"),
        ("Quake II", "Quake 2 - PC"),
        ("Zombie Army Trilogy (Xbox One) (UK IMPORT)", "Zombie Army Trilogy - PlayStation 4"),
        ("Spintires (PC DVD)", "SPINTIRES [Online Game Code]"),
        ("God of War 3 Remastered - PlayStation 4", "God of War III - Playstation 3"),
    ],
)
def test_editions_of_one_game(one, other):
    assert game_key(one) == game_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FIFA 13 - PC", "FIFA 14 - PC"),
        ("Halo 3 - Xbox 360", "Halo 3: ODST - Xbox 360"),
        ("Mario Kart Wii", "Mario Kart DS"),
        ("Super Mario 64", "Super Mario"),
        ("Wii Sports", "Sports"),
        ("Madden NFL 25 Anniversary Edition - Xbox 360", "Madden NFL 12 - Xbox 360"),
        ("Xbox 360 Wireless Halo 3 Headset", "Halo 3 - Xbox 360"),
        ("Xbox One 500GB Console - Assassin's Creed Unity Bundle", "Assassin's Creed Unity - Xbox One"),
        ("Assassin's Creed IV Black Flag: Season Pass - PS4 [Digital Code]", "Assassin's Creed IV Black Flag - PS4"),
        ("The Sims 3 Pets - PC", "The Sims 3 - PC"),
        ("Disney Infinity (2.0 Edition) - Wii U", "Disney Infinity - Wii U"),
        ("Family Feud 2010 Edition - PC", "Family Feud 2012 Edition - PC"),
        ("Nintendo Wii U Pro Controller, Black", "Nintendo Wii U Pro Controller, White"),
        ("Grand Theft Auto: The Trilogy", "Grand Theft Auto"),
    ],
)
def test_other_items_stay_apart(one, other):
    assert game_key(one) != game_key(other)


def test_sizes_and_packs_of_a_product_but_not_its_shades():
    assert product_key("CeraVe Hydrating Cleanser, 12 Ounce") == product_key("Cerave Hydrating Cleanser-12 Oz (Pack of 3)")
    assert product_key("Lip Balm Cherry, 0.5 oz") != product_key("Lip Balm Mint, 0.5 oz")


def test_a_title_that_is_a_platform_alone_still_has_a_key():
    assert game_key("PC") and game_key("(Xbox 360)") and game_key("Wii U")


def test_the_column_names_the_first_edition_of_each_row():
    titles = ["FIFA 14 - PC", "Halo 3", "FIFA 14 - Xbox One", "FIFA 13 - PC"]
    assert editions.column("video-games", titles) == [0, 1, 0, 3]
    assert editions.groups("video-games", titles) == [[0, 2]]
    assert editions.column("toys", ["Robot, Red", "Robot, Blue", "robot red"]) == [0, 1, 0]
