"""`--region germany`: the region that usually serves accounts of a country. Which one serves an account is IBKR's
choice, so that what was taken is always said."""

from collections.abc import Mapping

from conntest.model.host import Region

_US = (Region.AMERICA_EAST, Region.AMERICA_CENTRAL)
_ASIA = (Region.ASIA, Region.SDC)

#: Countries, cities of IBKR's data centres, and short words for regions. The two of the United States, and the two of
#: Asia and the Pacific outside China, are not told apart by a country.
_PLACES: Mapping[str, tuple[Region, ...]] = {
    **dict.fromkeys(("us", "usa", "united states", "america", "canada", "mexico", "brazil", "north america"), _US),
    **dict.fromkeys(("new york", "new jersey", "us east", "america east"), (Region.AMERICA_EAST,)),
    **dict.fromkeys(("chicago", "us central", "america central"), (Region.AMERICA_CENTRAL,)),
    **dict.fromkeys(
        (
            *(
                "eu",
                "uk",
                "gb",
                "united kingdom",
                "england",
                "ireland",
                "switzerland",
                "zurich",
                "zug",
                "germany",
                "de",
            ),
            *(
                "de",
                "austria",
                "france",
                "italy",
                "spain",
                "portugal",
                "netherlands",
                "belgium",
                "luxembourg",
                "denmark",
            ),
            *("sweden", "norway", "finland", "iceland", "estonia", "latvia", "lithuania", "poland", "czechia"),
            *("hungary", "romania", "bulgaria", "greece", "cyprus", "malta", "croatia", "slovenia", "slovakia"),
            *("turkey", "israel", "united arab emirates", "uae", "south africa"),
        ),
        (Region.EUROPE,),
    ),
    **dict.fromkeys(("hong kong", "hk"), (Region.ASIA,)),
    **dict.fromkeys(("japan", "jp", "singapore", "sg", "australia", "taiwan", "south korea", "korea", "india"), _ASIA),
    **dict.fromkeys(("cn", "mainland china", "shenzhen"), (Region.CHINA,)),
}


def regions_of(word: str) -> tuple[Region, ...]:
    """The regions of a country, a city or a short word, in any case; none where it is not known."""
    return _PLACES.get(" ".join(word.casefold().replace("-", " ").replace("_", " ").split()), ())


def countries() -> tuple[str, ...]:
    """Every word that is known, for suggestions."""
    return tuple(_PLACES)
