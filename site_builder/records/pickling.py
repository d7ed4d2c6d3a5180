"""How our values travel to other processes and into the cache: field by field in their order, without names, as named
tuples do (and models, see `model`). What is kept in the cache is the business of `reader`.
"""

import io
import pickle
from typing import Any


def dumps(value: object) -> bytes:
    return pickle.dumps(value, protocol=5)


_CLASSES: dict[tuple[str, str], type] = {}


class _OurValues(pickle.Unpickler):
    """Only our own values are made from a cache: a file that somebody slipped in runs nothing."""

    def find_class(self, module: str, name: str) -> Any:
        return _CLASSES.get((module, name)) or self._find(module, name)

    def _find(self, module: str, name: str) -> Any:
        if module.startswith(("site_builder.records.", "site_builder.prose.", "site_builder.problems")):
            found = super().find_class(module, name)
            if isinstance(found, type):
                _CLASSES[module, name] = found
                return found
        if (module, name) in {("builtins", "frozenset"), ("builtins", "set")}:
            return frozenset if name == "frozenset" else set
        raise pickle.UnpicklingError(f"{module}.{name} is not one of our values")


def loads(data: bytes) -> Any:
    """The value, or None where the bytes hold none of ours."""
    try:
        return _OurValues(io.BytesIO(data)).load()
    except Exception:  # whatever a damaged file makes pickle raise: then the work is done again
        return None
