"""The pipe: one source taken from its newsroom's pages to public documents.

    source | due | crawl | extract | clean | identify | decide | gate | store | publish

    due       schedule.py           which sources are to be run now
    crawl     spiders/crawl.py      asks politely; tells what it saw, event by event
    extract   spiders/extract/      a page's bytes → what it says of itself
    clean     clean.py              → plain text, whole sentences, allow-listed HTML, topics
    identify  identify.py, past.py  → the id that its addresses and guids lead to
    decide    decide.py             → new, updated, touched, unchanged, duplicate, rejected
    gate      gate.py               the run against the source's history: passed, held, blocked …
    store     intake.py, accept.py  pending in batches, live with the verdict, dirty marks
    publish   publish.py            dirty documents rendered, read back, replaced; manifest last

In a large crawl `readers.py` does extract and clean in processes beside it.
`run.py` carries one order through all of it and is the only place that catches expected errors;
`crawler.py` is the process that claims orders; `supervisor.py` keeps that process alive.
`alerts/` tells people what is wrong, once; `quarantine.py` is what editors decide on.
`media/` looks at the cards' pictures once their stories are out.
`raw/` keeps every answer as it came; `replay.py` takes them through extract … decide again.
clean, identify, decide and gate are pure: values in, values out, `now` among them.
"""
