"""Files for machines: feeds, data, schemas, sitemap, redirects."""
