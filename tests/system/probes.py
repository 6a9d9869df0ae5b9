"""What tests ask a page about itself, for the browser to evaluate."""

from pathlib import Path

PROBES = (Path(__file__).parent / "probes.js").read_text()
