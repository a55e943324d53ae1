"""What stands in a domain's TXT records."""

from __future__ import annotations

from collections.abc import Sequence

import dns.exception
import dns.resolver

SECONDS = 5.0


def found_at(name: str) -> Sequence[str] | None:
    """The texts there, each joined of its strings (RFC 6376, 3.6.2.2); none where there is no such name or
    record, None where nobody could be asked."""
    resolver = dns.resolver.Resolver()
    try:
        answer = resolver.resolve(name, "TXT", lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return ()
    except (dns.exception.DNSException, OSError):
        return None
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]
