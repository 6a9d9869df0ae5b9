"""Words that no page for patients uses (trust.md A22)."""

BANNED = (
    "consent", "dissent", "data subject", "preference", "secondary use", "section 251", "in respect of", "pursuant",
    "utilise", "in order to", "prior to", "commence", "terminate", "hereby", "notwithstanding", "facilitate",
    "please note", "kindly", "unfortunately", "invalid", "click here", "opted in", "opt-in", "GP surgery", "OTP",
    "authenticat", "verif", "submit", "log in", "login", "null", "none recorded",
)  # fmt: skip
