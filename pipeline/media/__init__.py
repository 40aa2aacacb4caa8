"""The cards' pictures: looked at, copied where rights allow, shown with what was measured.

    header.py      the first bytes of a picture → its size and type, or why it is none
    renditions.py  a picture → JPEG and WebP in three sizes (`press.py`, `worker.py`: in a process)
    looking.py     one order: the pictures of a source at a host, asked for and noted
    orders.py      which pictures are due, as orders
    copies.py      the copies below `public/media/`: kept, and removed once nobody uses them
    faces.py       cards as readers see them: with their picture's facts, copy, or stand-in

A story never waits for its picture: it is published with what its page says, and the facts
follow. They are in tables of their own (`store/images.py`), so that no card changes by them.
"""
