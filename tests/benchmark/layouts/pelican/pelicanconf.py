"""The same site for Pelican: actors are its authors, types its categories."""

SITENAME = "Timeline of Works on Water"
SITEURL = "https://timeline.example"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "theme"
PATH = "content"
OUTPUT_PATH = "public"
USE_FOLDER_AS_CATEGORY = False
WITH_FUTURE_DATES = True
DEFAULT_PAGINATION = False
SUMMARY_MAX_LENGTH = None
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.codehilite": {"css_class": "highlight"},
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
    },
    "output_format": "html5",
}

ARTICLE_URL = "incidents/{slug}/"
ARTICLE_SAVE_AS = "incidents/{slug}/index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
AUTHOR_URL = "actors/{slug}/"
AUTHOR_SAVE_AS = "actors/{slug}/index.html"
CATEGORY_URL = "types/{slug}/"
CATEGORY_SAVE_AS = "types/{slug}/index.html"
YEAR_ARCHIVE_URL = "years/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "years/{date:%Y}/index.html"
DIRECT_TEMPLATES = ["index", "tags", "authors", "categories", "sitemap"]
TAGS_SAVE_AS = "tags/index.html"
AUTHORS_SAVE_AS = "actors/index.html"
CATEGORIES_SAVE_AS = "types/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"

FEED_RSS = None
FEED_ATOM = None
FEED_ALL_ATOM = None
FEED_ALL_RSS = "feed.xml"
TAG_FEED_ATOM = None
TAG_FEED_RSS = "tags/{slug}/feed.xml"
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = "actors/{slug}/feed.xml"
CATEGORY_FEED_ATOM = None
CATEGORY_FEED_RSS = "types/{slug}/feed.xml"
TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False
