"""Scrapy's settings: every default that is unsafe or impolite for us, overridden in one place."""

from typing import Any

from spiders.job import Job

MAX_BYTES = 10 * 2**20
TIMEOUT = 30.0
"""Seconds for one answer."""
MAX_DELAY = 60.0
"""Seconds between two requests that no throttle exceeds."""
LOOPBACK_CONNECTIONS = 12

_CONNECTIONS = "spiders.network.Connections"

_SAFE: dict[str, Any] = {
    "TWISTED_REACTOR_ENABLED": False,
    # Opens a port that runs whatever Python it is sent; likewise the telnet console.
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "DOWNLOAD_HANDLERS": {
        "http": _CONNECTIONS,
        "https": _CONNECTIONS,
        "data": None,
        "file": None,
        "ftp": None,
        "s3": None,
    },
    "DOWNLOAD_MAXSIZE": MAX_BYTES,
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_TIMEOUT": TIMEOUT,
    "COOKIES_ENABLED": False,
    "HTTPCACHE_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "REDIRECT_ENABLED": False,  # spiders.middleware.redirects follows them
    "ROBOTSTXT_OBEY": True,  # by spiders.middleware.robots
    "RETRY_TIMES": 1,
    "RETRY_HTTP_CODES": [500, 502, 504],
    "RETRY_EXCEPTIONS": [
        "scrapy.exceptions.DownloadFailedError",
        "scrapy.exceptions.ResponseDataLossError",
    ],
    "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",
}

_COMPONENTS: dict[str, Any] = {
    # The base lists are emptied: nothing of Scrapy's runs that is not named here.
    "EXTENSIONS_BASE": {},
    "EXTENSIONS": {"scrapy.extensions.throttle.AutoThrottle": 0},
    "SPIDER_MIDDLEWARES_BASE": {},
    "DOWNLOADER_MIDDLEWARES_BASE": {},
    "DOWNLOADER_MIDDLEWARES": {
        "spiders.middleware.saved.Saved": 50,
        "spiders.middleware.fence.Fence": 100,
        "spiders.middleware.robots.Robots": 200,
        "spiders.middleware.outgoing.Outgoing": 300,
        "spiders.middleware.manners.Manners": 400,
        "scrapy.downloadermiddlewares.retry.RetryMiddleware": 550,
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
        "spiders.middleware.redirects.Redirects": 600,
    },
    "ITEM_PIPELINES_BASE": {},
}

_LEAN: dict[str, Any] = {
    "LOG_FORMATTER": "spiders.quiet.QuietFormatter",
    "LOG_VERSIONS": [],
    "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
    "STATS_DUMP": False,
    # Scrapy starts so many tasks for every answer, to process items in parallel; we have none.
    "CONCURRENT_ITEMS": 1,
    "WARN_ON_GENERATOR_RETURN_VALUE": False,
    "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.ScrapyPriorityQueue",
    "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
    "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",  # the spiders know what they asked
}


def settings_for(job: Job) -> dict[str, Any]:
    """The settings of one crawl: one connection per host and spaced requests, unless the newsroom
    is on this machine and wishes no delay.
    """
    connections = 1 if job.paced else LOOPBACK_CONNECTIONS
    return {
        **_SAFE,
        **_COMPONENTS,
        **_LEAN,
        "USER_AGENT": job.plan.user_agent,
        "CONCURRENT_REQUESTS": connections,
        "CONCURRENT_REQUESTS_PER_DOMAIN": connections,
        "DOWNLOAD_DELAY": job.source.delay if job.paced else 0,
        "DOWNLOAD_DELAY_JITTER": 0,  # a delay is a promise, not an average
        "AUTOTHROTTLE_ENABLED": job.paced,
        "AUTOTHROTTLE_START_DELAY": min(job.start_delay, MAX_DELAY),
        "AUTOTHROTTLE_MAX_DELAY": MAX_DELAY,
    }
