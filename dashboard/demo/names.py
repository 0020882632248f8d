"""Invented names: companies, people, and the reasons sellers give."""

from __future__ import annotations

import numpy as np

from dashboard.demo.world import Integers, Texts, World

# The largest wins carry these, so that a reader recognises them from page to page.
BIG_WINS = (
    "Harrow Birch Arden Kestrel Dune Vesper Corvid Rowan Elm Tarn Isola Gale Quill Marl Fjord "
    "Sable Juniper Pinnace Lumen Orchard Nimbus Umber Yarrow Wold Xanthe Zephyr Alder Moraine "
    "Bracken Drift Cinder Ember Gorse Heron Fathom Ivory Linden Jasper Nettle Kelp"
).split()

STARTS = (
    "Al Ar Bel Ber Bor Bran Cal Car Cor Dal Dar Del Dor Ed El Em Fal Fen Fer Gal Gar Gren Hal Har "
    "Hol Il Im Jor Kal Kel Kir Lan Lor Lun Mal Mar Mer Mor Nal Nor Or Os Pal Per Pol Quen Ral Ren "
    "Ros Sal Sel Sol Sten Tal Tor Tren Ul Val Ver Vin Wal Wes Win Yar Yor Zan Zel"
).split()
MIDDLES = "a e i o an en in on ar er".split()
ENDS = "beck bridge dale den field ford gate ham land ley mere mont ridge stead vale wick".split()
KINDS = (
    "Foods Freight Systems Health Energy Paper Textiles Labs Marine Retail Motors Glass Optics "
    "Travel Water Timber Media Steel Farms Works"
).split()

FIRST_NAMES = (
    "Ada Alma Amir Anouk Asha Bela Bo Cira Dag Dela Edda Elin Emre Fay Femi Gita Hana Hugo Ida "
    "Ilan Ines Iva Jae Joss Kaia Kofi Lars Lena Liv Luca Mara Mei Milo Nadia Nia Noor Odd Olga "
    "Omar Orla Pia Rafa Ravi Remi Rosa Runa Sana Sef Signe Søren Tama Tess Timo Una Vera Wim Yara "
    "Yusuf Zoë"
).split()
LAST_NAMES = (
    "Abara Adler Almeida Anker Arslan Barros Beck Berglund Boateng Brandt Castel Chandra Cole Dahl "
    "Demir Dorsey Eklund Farkas Feld Fontaine Gallo Garde Haas Hahn Ibarra Ito Jansen Juhl Kaplan "
    "Keller Kovac Lind Lopes Marsh Mbeki Meier Moreau Nagy Nilsen Novak Okoye Ortega Park Perrin "
    "Quist Rao Reyes Roth Sato Silva Solberg Stein Tanaka Toth Vance Vega Weiss Wolff Yilmaz Zahn"
).split()

REASONS = {
    "rejected": ("Too small", "No budget", "Not the right contact", "Outside our market"),
    "recycled": ("Not this year", "Still learning", "No answer"),
    "disqualified": ("Student", "Competitor", "Supplier"),
    "nurture": ("Not this year", "Still learning"),
    "refused": ("Student", "Competitor", "Job applicant"),
}


def company_names(world: World, count: int, biggest: Integers) -> Texts:
    """Name every company, once each; the biggest winners get the short names."""
    middles = np.repeat(MIDDLES, len(ENDS))
    tails = np.char.add(middles, ENDS * len(MIDDLES))
    stems = np.char.add(np.repeat(STARTS, len(tails)), np.tile(tails, len(STARTS)))
    stems = world.chance.permutation(stems)
    position = np.arange(count)
    kinds = world.chance.permutation(KINDS)
    # One stem in several companies would look like one group of companies: spread them.
    kind = kinds[(position + position // len(stems)) % len(kinds)]
    names = np.char.add(np.char.add(stems[position % len(stems)], " "), kind)
    again = position // (len(stems) * len(kinds))
    numbered = np.char.add(np.char.add(names, " "), (again + 1).astype(np.str_))
    names = np.where(again > 0, numbered, names)
    names[biggest[: len(BIG_WINS)]] = BIG_WINS[: len(biggest)]
    return names


def person_names(world: World, count: int) -> tuple[Texts, Texts]:
    """Draw first and last names."""
    return (
        world.chance.choice(FIRST_NAMES, count),
        world.chance.choice(LAST_NAMES, count),
    )


def reasons(world: World, fate: Texts) -> Texts:
    """Draw the reason given with each verdict; empty where there was none."""
    drawn = world.chance.random(len(fate))
    given = np.full(len(fate), "", dtype="<U32")
    for kind, choices in REASONS.items():
        picked = np.asarray(choices)[(drawn * len(choices)).astype(np.int64)]
        given = np.where(fate == kind, picked, given)
    return given
