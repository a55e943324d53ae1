"""Tables in files: what is read out of CSV and Excel, what is written, which heading means which field.

Pure: bytes in, rows of texts out. Nothing in a file is ever evaluated.
"""
