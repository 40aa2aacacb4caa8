"""Who is told of what is wrong, once, and once more when it is over.

    run or watch | noted | told | delivered

    noted      noting.py, channels.py   a run's verdict, a channel's silence → an incident
               watchman.py              a fault of ours → an incident
    told       courier.py               ripe incidents → the log, a notice for every way
    delivered  webhook.py, mail.py      a notice tried until it is taken, for a week at most

A source's or channel's incident is the editors', a fault in serving, store, scheduler or crawler
the operator's. Nothing of it is done within a request or a run.
"""
