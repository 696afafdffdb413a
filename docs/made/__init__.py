"""Pages of the reference made from the package itself when the site is built, so that they cannot drift."""
