"""What runs with the program's own settings: makes data sets, signs people in, counts queries."""

from otklik.cli.django_start import start_django

start_django()
