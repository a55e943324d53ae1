"""The tests of Otklik: they mirror the package tree, plus scenarios, architecture and browser."""
