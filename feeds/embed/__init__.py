"""The stories on other people's pages: documents, fragments, scripts, snippets."""
