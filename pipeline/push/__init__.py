"""Who is told that documents changed, each time once, after the new bytes are served.

    publish | asked | served | told

    asked    asking.py   what a publish rewrote or removed → the outbox, with the publish itself
    served   pusher.py   waits until the web process has the bytes (without one: until they lie)
    told     ways.py     a WebSub hub is pinged, a cache is told to forget; tried until it is taken

Nothing of it is done within a publish.
"""
