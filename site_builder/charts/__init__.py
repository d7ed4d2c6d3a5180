"""Numbers -> the geometry of pictures: pure functions from counts, dates and references to frozen values.

What is drawn with them is the templates' business (`templates/partials/charts/`), in which words is that of
`pages.pictures`, in which colours that of the style sheet.
"""
