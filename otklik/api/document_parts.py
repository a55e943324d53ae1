"""An example of a schema, put together from the examples of its fields."""

from __future__ import annotations

Node = dict[str, "Json"]
Json = str | int | float | bool | None | list["Json"] | Node


def example_of(schema: Node, schemas: Node) -> Json:
    """A value of the schema: its own example, else its default, else one made of its parts."""
    if "$ref" in schema:
        return example_of(node(schemas[str(schema["$ref"]).rpartition("/")[2]]), schemas)
    own = array(schema.get("examples"))
    if own:
        return own[0]
    choices = array(schema.get("anyOf"))
    if choices:
        return schema["default"] if "default" in schema else example_of(node(choices[0]), schemas)
    if "default" in schema:
        return schema["default"]
    if schema.get("type") == "array":
        return [example_of(node(schema.get("items")), schemas)]
    if schema.get("type") == "object":
        return {
            name: example_of(node(part), schemas) for name, part in node(schema.get("properties")).items()
        }
    return None


def node(value: Json) -> Node:
    """An object of a document; an empty one where it has none."""
    return value if isinstance(value, dict) else {}


def array(value: Json) -> list[Json]:
    """A list of a document; an empty one where it has none."""
    return value if isinstance(value, list) else []
