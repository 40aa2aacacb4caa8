"""The pages that editors keep: documents, fragments, and the page for people."""
