"""Settings of the guidance: its materials, and where a practice is looked up. Read into `ndop.settings`."""

from pathlib import Path

from ndop.env import env

# The SVG or PNG file of a logo, for an organisation that holds the licence to use it. Materials keep a place for it.
NDOP_NHS_LOGO = env.str("NDOP_NHS_LOGO", default="")
# The Organisation Data Service, asked for the name and phone of a practice. Empty: the stand-in with made-up practices.
_ODS = "https://directory.spineservices.nhs.uk/ORD/2-0-0"
ODS_DIRECTORY_URL = env.str("ODS_DIRECTORY_URL", default="" if env.bool("NDOP_DEMO", default=False) else _ODS)
ODS_TIMEOUT = env.float("ODS_TIMEOUT_SECONDS", default=3.0)


def materials_dir(data_dir: Path) -> Path:
    """Return the folder of the materials that were made last: a cache, which may be emptied at any time."""
    return env.path("MATERIALS_DIR", default=data_dir / "materials")
