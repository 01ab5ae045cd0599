"""How much one file may compute: below the limits of the child, which reckon with a busy machine."""

from __future__ import annotations

import resource


def limit_computing(seconds: int) -> None:
    """From now on this process may use so many seconds of a processor; then the kernel ends it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(usage.ru_utime + usage.ru_stime) + seconds
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (min(limit, hard), hard))
