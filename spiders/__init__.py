"""What reads other people's pages: one spider class per kind of source, and one file per source."""
