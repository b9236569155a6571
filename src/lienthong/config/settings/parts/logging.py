"""Log events: fixed words with data beside them, one JSON object a line."""

import os

import structlog

structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
            "foreign_pre_chain": [
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.processors.format_exc_info,
            ],
        },
        "plain": {"format": "%(message)s"},
    },
    "handlers": {
        "json": {"class": "logging.StreamHandler", "formatter": "json"},
        "plain": {"class": "logging.StreamHandler", "formatter": "plain"},
    },
    "loggers": {"lienthong": {"handlers": ["plain"], "level": "INFO", "propagate": False}},
    "root": {"handlers": ["json"], "level": os.environ.get("LIENTHONG_LOG_LEVEL", "WARNING")},
}
