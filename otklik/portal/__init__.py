"""The client portal: my requests, one request, a new one. Client pages say request, never ticket."""
