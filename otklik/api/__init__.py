"""The REST API: `/api/v1/`, its OpenAPI document and `/api/docs`.

Thin like every interface: parse, get the object for the actor, call the command, answer. Reading goes through
the queries named `…_for_api` and the small tables in memory. See docs/api.md.
"""
