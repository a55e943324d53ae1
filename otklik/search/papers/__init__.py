"""The text of files people attach: read once for each content, by a child with little time and memory.

`kinds` (pure) says which files, `texts` (pure) reads them, `reader` is the child, `child` starts it,
`keeping` remembers what came out.
"""
