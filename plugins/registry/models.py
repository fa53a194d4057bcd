"""The shapes of places, people's honours and work: one frozen model per kind of record.

A record names others by id and never holds them. Titles and descriptions are Chinese because the editor's completion,
the browser desk and the data dictionary show them.
"""

from __future__ import annotations

from .base import Record
from .models_figures import Count, Figure
from .models_people import Award, Batch, Board, Ceremony, Honoree
from .models_places import Division, Place, Resource, Service, Team
from .models_site import Box, Column, Contact, Filing, ModelPart, OperatingModel, Region, Site, Source, Term
from .models_work import Activity, Call, Programme, Progress, Regulation, Target, Theme

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
