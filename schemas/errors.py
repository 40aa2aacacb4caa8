"""Every error the project raises on purpose.

PoliflashError
├── InputError           a person's or a file's input is off; exit code 2
│   ├── SourceError      a source file
│   ├── ChannelError     a channel file
│   ├── PageFileError    the file of a page of our own
│   ├── SettingsError    a setting
│   └── UnknownError     a name that leads nowhere (source, card, channel, run)
├── PageError            one page cannot be read; the run goes on
│   ├── NotAFeed         something else where a listing in the source's kind was expected
│   └── HostileInput     input built to hurt: bombs, absurd nesting
├── RunError             one run cannot go on; the schedule does
│   └── NotAllowed       robots.txt, a missing contact or a stop from the newsroom forbids it
├── CardError            a card that must not be published
├── PublishError         a document that could not be written or does not read back
├── UndeliveredError     a word to somebody that did not arrive
└── StoreError           the store is away, newer than we are, or owned by another process
    ├── OwnedElsewhere   another process holds this data folder
    └── TooSlow          a question that would take longer than it may
"""


class PoliflashError(Exception):
    """The root: a message for a person and the subject it is about."""

    exit_code = 1

    def __init__(self, message: str, *, subject: str = "") -> None:
        """`subject` names the source, address, field, card or file that the message is about."""
        super().__init__(message)
        self.subject = subject

    def __str__(self) -> str:
        """One line: subject, then what happened and what to do."""
        text = " ".join(str(self.args[0]).split())
        return f"{self.subject}: {text}" if self.subject else text


class InputError(PoliflashError):
    """A person's or a file's input is off."""

    exit_code = 2


class SourceError(InputError):
    """A source file that cannot be used."""


class ChannelError(InputError):
    """A channel file that cannot be used."""


class PageFileError(InputError):
    """The file of a page of our own that cannot be used."""


class SettingsError(InputError):
    """A setting that cannot be used."""


class UnknownError(InputError):
    """A name that leads nowhere."""


class PageError(PoliflashError):
    """One page that cannot be read."""


class NotAFeed(PageError):
    """Something else where a listing in the source's kind was expected: a feed, a sitemap …"""


class HostileInput(PageError):
    """Input built to hurt whoever parses it."""


class RunError(PoliflashError):
    """One run that cannot go on."""


class NotAllowed(RunError):
    """A fetch that robots.txt, a missing contact or the newsroom forbids."""


class CardError(PoliflashError):
    """A card that must not be published."""


class PublishError(PoliflashError):
    """A document that could not be written or does not read back."""


class UndeliveredError(PoliflashError):
    """An alert, or a word to a hub or cache, that did not reach whom it was for."""


class StoreError(PoliflashError):
    """The store cannot be used."""


class TooSlow(StoreError):
    """A question that would take longer than it may."""


class OwnedElsewhere(StoreError):
    """Another process holds the data folder."""
