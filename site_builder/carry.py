"""From one state of a site to the next: what a change of a record's text leaves as it was is not derived again.

Only `serve` has a state before. What is carried over is what takes a look at every record and depends on little of it:
who relates to whom, and in which order records with which tags and actors were added.
"""

from site_builder.records.library import Incident, Library
from site_builder.site import Site


def carry_over(old: Site, new: Site) -> None:
    """Give the new site what the old one has derived, if no record came, went, moved or is tied otherwise."""
    changed = _changed(old.library, new.library)
    if changed is None or any(_ties(one) != _ties(other) for one, other in changed):
        return
    known = vars(old)
    if "sides" in known:
        vars(new)["sides"] = known["sides"]
    if "added" in known:
        vars(new)["added"] = old.added.with_changed(new.library, {other.slug: other for _, other in changed})


def _changed(old: Library, new: Library) -> list[tuple[Incident, Incident]] | None:
    """The incidents before and after; None if there are others now, or in another order, or other former ids."""
    if len(old.incidents) != len(new.incidents):
        return None
    if any(old.vocabularies[kind].renamed != new.vocabularies[kind].renamed for kind in ("tags", "actors")):
        return None
    pairs = [(one, other) for one, other in zip(old.incidents, new.incidents, strict=True) if one is not other]
    return None if any(one.slug != other.slug for one, other in pairs) else pairs


def _ties(incident: Incident) -> tuple[object, ...]:
    """All that what is carried over is made from."""
    actors = [id for id, _ in incident.actors]
    return (
        incident.added, incident.draft, incident.withdrawn is None, incident.tags, actors, incident.related,
        incident.aliases,
    )  # fmt: skip
