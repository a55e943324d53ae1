"""Sections of the settings that are lists of declared things: key, and one of its things."""

from __future__ import annotations

SECTIONS: tuple[tuple[str, str], ...] = (
    ("brands", "brand"),
    ("agents", "agent"),
    ("teams", "team"),
    ("roles", "role"),
    ("services", "service"),
    ("types", "type"),
    ("categories", "category"),
    ("company-categories", "company_category"),
    ("priorities", "priority"),
    ("statuses", "status"),
    ("routes", "route"),
    ("stages", "stage"),
    ("asset-types", "asset_type"),
    ("manufacturers", "manufacturer"),
    ("asset-models", "asset_model"),
    ("canned-replies", "canned_reply"),
    ("canned-folders", "canned_folder"),
    ("custom-fields", "field"),
)
