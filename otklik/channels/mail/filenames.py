"""Names of attachments: what the mail says, made safe; something sensible where it says nothing."""

import re
import unicodedata

from otklik.channels.mail.bounds import MAX_FILE_NAME
from otklik.channels.mail.headers import decode_words, read_block
from otklik.channels.mail.mime import Part

_EXTENSIONS = {
    "application/ms-tnef": "dat",
    "application/msword": "doc",
    "application/octet-stream": "bin",
    "application/pdf": "pdf",
    "application/pgp-signature": "asc",
    "application/pkcs7-mime": "p7m",
    "application/pkcs7-signature": "p7s",
    "application/rtf": "rtf",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/x-pkcs7-mime": "p7m",
    "application/x-pkcs7-signature": "p7s",
    "application/zip": "zip",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "image/jpeg": "jpg",
    "image/svg+xml": "svg",
    "image/tiff": "tif",
    "image/x-icon": "ico",
    "message/delivery-status": "txt",
    "message/disposition-notification": "txt",
    "message/rfc822": "eml",
    "text/calendar": "ics",
    "text/directory": "vcf",
    "text/html": "html",
    "text/plain": "txt",
    "text/rfc822-headers": "txt",
    "text/vcard": "vcf",
    "text/x-vcard": "vcf",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
}
_STEMS = {
    "application/ms-tnef": "winmail",
    "application/pgp-signature": "signature",
    "application/pkcs7-mime": "smime",
    "application/pkcs7-signature": "smime",
    "application/x-pkcs7-mime": "smime",
    "application/x-pkcs7-signature": "smime",
    "message/delivery-status": "delivery-status",
    "message/disposition-notification": "disposition-notification",
    "text/calendar": "invite",
    "text/rfc822-headers": "original-headers",
}
_TYPES = {extension: content_type for content_type, extension in _EXTENSIONS.items()} | {
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "txt": "text/plain",
    "vcf": "text/vcard",
    "xml": "text/xml",
}
_WITH_EXTENSION = re.compile(r"[^\s.][^.]{0,100}(?:\.[^.]{1,40}){0,4}\.[A-Za-z0-9]{2,5}")
_UNSAFE = re.compile('[\x00-\x1f\x7f"*:<>?|\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+')
_SPACES = re.compile(r"\s+")
_SUB_TYPE = re.compile(r"[a-z0-9]{1,8}")


def file_name(part: Part, content_type: str, content: bytes, number: int) -> str:
    """The name of an attached part; `number` counts the files of the mail from 1."""
    written = part.disposition[1].get("filename", "") or part.parameters.get("name", "")
    name = safe_name(written) or _mentioned(part)
    if name:
        return name
    if content_type == "message/rfc822":
        headers, _ = read_block(content, 0, len(content))
        name = safe_name(decode_words(headers.first("Subject")).replace("/", "-"))
        return safe_name(f"{name}.eml") if name else f"message-{number}.eml"
    stem = _STEMS.get(content_type) or f"{_kind(content_type)}-{number}"
    return f"{stem}.{extension_of(content_type)}"


def _mentioned(part: Part) -> str:
    """A name that stands where none belongs: Content-Location (RFC 2557) or Content-Description."""
    for field in ("Content-Location", "Content-Description"):
        said = part.headers.text(field).split("?", 1)[0]
        name = safe_name(said)
        if _WITH_EXTENSION.fullmatch(name):
            return name
    return ""


def type_of_name(name: str) -> str:
    """The type a name's extension stands for; application/octet-stream for one not known."""
    extension = name.rpartition(".")[2].lower()
    return _TYPES.get(extension, "application/octet-stream")


def safe_name(written: str) -> str:
    """A name without path, control and direction characters, cut to the limit with its extension kept."""
    last = re.split(r"[/\\]", written.strip().rstrip("/\\"))[-1]
    name = _SPACES.sub(" ", _UNSAFE.sub("_", unicodedata.normalize("NFC", last))).strip(" .")
    if len(name) <= MAX_FILE_NAME:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 20:
        return name[:MAX_FILE_NAME]
    return f"{stem[: MAX_FILE_NAME - len(extension) - 1].rstrip()}.{extension}"


def extension_of(content_type: str) -> str:
    """An extension for a type: known, or the subtype where that is short ("png")."""
    known = _EXTENSIONS.get(content_type)
    sub_type = content_type.partition("/")[2]
    return known or (sub_type if _SUB_TYPE.fullmatch(sub_type) else "bin")


def _kind(content_type: str) -> str:
    main = content_type.partition("/")[0]
    return main if main in ("image", "audio", "video") else "attachment"
