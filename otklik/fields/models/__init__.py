"""Custom fields, their options, what they belong to, and the index their values are found by."""

from otklik.fields.models.field import CustomField, FieldBinding, FieldOption
from otklik.fields.models.index import FieldIndex

__all__ = ["CustomField", "FieldBinding", "FieldIndex", "FieldOption"]
