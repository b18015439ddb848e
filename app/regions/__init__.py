"""The doors: nothing reaches a region's file but through here."""

from app.regions.definition import Definition
from app.regions.file import File
from app.regions.region import Region
from app.regions.regions import Regions

__all__ = ["Definition", "File", "Region", "Regions"]
