"""Prepares the environment with nothing but Python, then hands over to `lienthong.config.launch`.

python3 tools/bootstrap.py run|test|assets|prepare [arguments]
"""

import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "src"))

from lienthong.config.launch import environment, refusals  # noqa: E402  the path above comes first
from lienthong.config.launch.progress import Stages  # noqa: E402


def main(arguments: list[str]) -> int:
    """Make the environment, install the packages, continue inside; return the exit code of a refusal."""
    log_dir = PROJECT / "var" / "log"
    stages = Stages()
    try:
        environment.check_python()
        refusals.check_room(place=PROJECT)
        with stages.stage("environment"):
            environment.make_environment(project=PROJECT, log_dir=log_dir)
        with stages.stage("packages"):
            environment.install_packages(project=PROJECT, log_dir=log_dir)
        environment.enter(project=PROJECT, arguments=arguments)
    except refusals.CannotStart as refusal:
        sys.stderr.write(f"{refusal}\n")
    except OSError as error:
        known = refusals.refusal_for_error(error=error, place=PROJECT)
        if known is None:
            raise
        sys.stderr.write(f"{known}\n")
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
