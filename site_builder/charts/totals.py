"""Counts over all incidents: of what kind, how sure, how bad, and how soon they were disclosed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from site_builder.charts.lag import LAG_GROUPS, lag, lag_group
from site_builder.records.library import Incident


class Share(NamedTuple):
    """How many incidents are of a class (`id`), and the length of its bar in percent of the longest."""

    id: str
    count: int  # type: ignore[assignment]
    percent: float


def shares(ids: Iterable[str], order: Sequence[str]) -> tuple[Share, ...]:
    """A share for each class of `order`, in that order. Every id is one of them."""
    counted = Counter(ids)
    most = max(counted.values(), default=1)
    return tuple(Share(id, counted[id], round(100 * counted[id] / most, 1)) for id in order)


def lag_groups(incidents: Iterable[Incident]) -> Iterable[str]:
    """For each incident how soon it was disclosed: one of `LAG_GROUPS`."""
    for incident in incidents:
        yield lag_group(lag(incident.occurred, incident.disclosed))


__all__ = ["LAG_GROUPS", "Share", "lag_groups", "shares"]
