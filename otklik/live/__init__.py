"""What changes, told to open pages within a second: ids and kinds of events, never their content.

Nothing is published: the table of events is the stream. A process with listeners reads its end a few times
a second (`hub`, one thread and one database connection, none while nobody listens), reads once who may know
of the tickets (`reading`), and hands each listener what they may know (`wire` gives it its form).
"""
