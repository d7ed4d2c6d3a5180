"""What of a site machines get to see: no drafts, and every reference under its present slug."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from site_builder.cache import Cache
from site_builder.records.library import Incident
from site_builder.site import Site


@dataclass(frozen=True)
class Published:
    """Derived when first asked for, as the site itself is."""

    site: Site
    cache: Cache | None = None  # None: nothing is kept for the next build
    digests: dict[str, str] = field(default_factory=dict)  # by slug: of what its data are made from (see `incidents`)

    @cached_property
    def incidents(self) -> tuple[Incident, ...]:
        """Newest first."""
        return tuple(incident for incident in self.site.incidents.values() if not incident.draft)

    @cached_property
    def former(self) -> Mapping[str, str]:
        """From former slugs to present ones."""
        renamed = (incident for incident in self.site.incidents.values() if incident.aliases)
        return {
            alias: incident.slug
            for incident in renamed
            if not incident.draft
            for alias in incident.aliases
            if alias not in self.site.incidents
        }

    @cached_property
    def changed(self) -> Mapping[str, str]:
        """By slug: the newest added, correction or withdrawal day."""
        return {incident.slug: incident.changed for incident in self.incidents}

    def present(self, slug: str) -> str | None:
        """The present slug of a record, or None where it is not published."""
        incident = self.site.incidents.get(self.former.get(slug, slug))
        return incident.slug if incident and not incident.draft else None

    def successor(self, incident: Incident) -> Incident | None:
        """The published record that takes the place of a withdrawn one."""
        withdrawn = incident.withdrawn
        slug = self.present(withdrawn.successor) if withdrawn and withdrawn.successor else None
        return self.site.incidents[slug] if slug else None
