"""A directory of made-up practices, for the demonstration and tests."""

from registry.gateways.ods_directory import FoundPractice, PracticeNotFound

# Numbers that Ofcom keeps for drama. No real organisation has these codes.
PRACTICES = {
    one.code: one
    for one in (
        FoundPractice("Y99001", "The Elms Surgery", ("1 Example Street", "Leeds", "LS1 1AA"), "0113 496 0001"),
        FoundPractice("Y99002", "Sample Road Medical Centre", ("22 Sample Road", "Leeds", "LS2 2BB"), "0113 496 0002"),
        FoundPractice("Y99003", "St Example Health Centre", ("3 Church Lane", "York", "YO1 1CC"), "01632 960003"),
        FoundPractice(
            "Y99004", "Dr Sample and Partners", ("The Health Centre", "4 Mill Way", "Hull", "HU1 1DD"), "01632 960004"
        ),
        FoundPractice("Y99005", "Harbour View Practice", ("5 Quay Side", "Whitby", "YO21 1EE")),
    )
}


class LocalOdsDirectory:
    """Answers from the list above. See `ods_directory.OdsDirectory`."""

    def practice(self, code: str) -> FoundPractice:
        """Return the practice with this code. Raises PracticeNotFound."""
        try:
            return PRACTICES[code]
        except KeyError:
            raise PracticeNotFound from None
