"""The shapes of places, people's honours and work: one frozen model per kind of record.

A record names others by id and never holds them. Titles and descriptions are Chinese because the editor's completion,
the browser desk and the data dictionary show them.
"""

from __future__ import annotations

from .base import Record
from .models_site import Box, Region, Contact, Filing, Column, Site, ModelPart, OperatingModel, Term, Source
from .models_figures import Count, Figure
from .models_places import Division, Resource, Place, Service, Team
from .models_people import Ceremony, Batch, Award, Honoree, Board
from .models_work import Call, Activity, Theme, Target, Programme, Progress, Regulation

# kind -> (model, names under data/: a file <name>.yml or a folder <name>/)
KINDS: dict[str, tuple[type[Record], str]] = {
    "site": (Site, "site"),
    "operating-model": (OperatingModel, "operating_model"),
    "term": (Term, "vocabularies"),
    "source": (Source, "sources"),
    "figure": (Figure, "figures"),
    "division": (Division, "divisions"),
    "place": (Place, "places"),
    "team": (Team, "teams"),
    "programme": (Programme, "programs"),
    "progress": (Progress, "progress"),
    "batch": (Batch, "batches"),
    "honoree": (Honoree, "honorees"),
    "board": (Board, "boards"),
    "theme": (Theme, "themes"),
    "activity": (Activity, "activities"),
    "regulation": (Regulation, "regulations"),
}

__all__ = [
    "KINDS",
    "Activity",
    "Award",
    "Batch",
    "Board",
    "Box",
    "Call",
    "Ceremony",
    "Column",
    "Contact",
    "Count",
    "Division",
    "Figure",
    "Filing",
    "Honoree",
    "ModelPart",
    "OperatingModel",
    "Place",
    "Programme",
    "Progress",
    "Region",
    "Regulation",
    "Resource",
    "Service",
    "Site",
    "Source",
    "Target",
    "Team",
    "Term",
    "Theme",
]
