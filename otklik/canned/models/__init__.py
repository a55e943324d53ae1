"""Tables of canned replies."""

from otklik.canned.models.reply import CannedReply, Folder, SharedReply

__all__ = ["CannedReply", "Folder", "SharedReply"]
