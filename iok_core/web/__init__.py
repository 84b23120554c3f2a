"""The web machinery: gates, pages, forms, errors, languages. It knows no subject."""
