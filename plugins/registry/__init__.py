"""GROUND. ``data/`` to a checked, linked, immutable Registry. Knows no Pelican, no HTML and no other room.

Names come from their modules when they are first asked for: who wants a Problem only need not wait for every model.
"""

from typing import TYPE_CHECKING

from plugins.lending import lend_names

if TYPE_CHECKING:
    from .base import BASIS_NAMES, Basis, Model, Record, Ref, SourceRef
    from .checking import KIND_NAMES
    from .checks_work import check_dates
    from .counting import count_records
    from .dates import SHANGHAI, LocalTime, PartialDate
    from .files import (
        MAX_BYTES,
        OTHER_FILES,
        DataFile,
        check_size,
        list_data_files,
        load_registry,
        read_data_file,
    )
    from .linking import check_registry, link_registry
    from .models import KINDS
    from .models_figures import Count
    from .offices import list_office_numbers, load_office_numbers
    from .parsing import ParsedFile, ParsedRecord, find_kind, parse_data_file
    from .problems import Problem, Rule, has_errors
    from .quantities import PENDING, Quantity, show_quantity
    from .registry import Registry, build_registry, name_of_record
    from .rules import RULES
    from .schema import build_schema
    from .totals import Total, UnitsDifferError, show_total, sum_by_unit, sum_quantities

# Module -> the names that it lends.
_HOMES = {
    "base": "BASIS_NAMES Basis Model Record Ref SourceRef",
    "checking": "KIND_NAMES",
    "checks_work": "check_dates",
    "counting": "count_records",
    "dates": "SHANGHAI LocalTime PartialDate",
    "files": "MAX_BYTES OTHER_FILES DataFile check_size list_data_files load_registry read_data_file",
    "linking": "check_registry link_registry",
    "models": "KINDS",
    "models_figures": "Count",
    "offices": "list_office_numbers load_office_numbers",
    "parsing": "ParsedFile ParsedRecord find_kind parse_data_file",
    "problems": "Problem Rule has_errors",
    "quantities": "PENDING Quantity show_quantity",
    "registry": "Registry build_registry name_of_record",
    "rules": "RULES",
    "schema": "build_schema",
    "totals": "Total UnitsDifferError show_total sum_by_unit sum_quantities",
}

__getattr__ = lend_names(__name__, _HOMES)

__all__ = [
    "BASIS_NAMES",
    "KINDS",
    "KIND_NAMES",
    "MAX_BYTES",
    "OTHER_FILES",
    "PENDING",
    "RULES",
    "SHANGHAI",
    "Basis",
    "Count",
    "DataFile",
    "LocalTime",
    "Model",
    "ParsedFile",
    "ParsedRecord",
    "PartialDate",
    "Problem",
    "Quantity",
    "Record",
    "Ref",
    "Registry",
    "Rule",
    "SourceRef",
    "Total",
    "UnitsDifferError",
    "build_registry",
    "build_schema",
    "check_dates",
    "check_registry",
    "check_size",
    "count_records",
    "find_kind",
    "has_errors",
    "link_registry",
    "list_data_files",
    "list_office_numbers",
    "load_office_numbers",
    "load_registry",
    "name_of_record",
    "parse_data_file",
    "read_data_file",
    "show_quantity",
    "show_total",
    "sum_by_unit",
    "sum_quantities",
]
