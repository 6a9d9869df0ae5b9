"""Materials to download: the catalogue, packs, and posters with a practice's own name."""

from portal.guidance.materials.catalogue import File, Material, catalogue

__all__ = ["File", "Material", "catalogue"]
