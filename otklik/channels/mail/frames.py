"""What goes through the pipes between `child` (the parent's side) and `reader` (the child's side).

The child sends `READY` once it can read mails: what dies before was not killed by a mail. Request: lengths
of our domain and of the mail, then both. Answer: one letter, lengths of the JSON and of the files' contents,
then both.
"""

import struct

READY = b"+"
REQUEST = struct.Struct(">HI")
ANSWER = struct.Struct(">cIQ")
MAIL, REFUSED, FAILED = b"M", b"R", b"F"
