"""Tables of the installation itself."""

from otklik.organisation.models.brand import Brand, BrandLogo
from otklik.organisation.models.calendar import Calendar, CalendarDay, CalendarWeek
from otklik.organisation.models.setting import Setting

__all__ = ["Brand", "BrandLogo", "Calendar", "CalendarDay", "CalendarWeek", "Setting"]
