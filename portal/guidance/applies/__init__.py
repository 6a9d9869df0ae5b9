"""Does the opt-out apply to my use of data? One question a page, an answer, and a record of it to file."""
