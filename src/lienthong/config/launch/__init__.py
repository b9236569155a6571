"""What `make run` and `make test` do, stage by stage.

`progress`, `refusals`, `commands` and `environment` use the standard library only: they also work before any
dependency is installed, when `tools/bootstrap.py` calls them.
"""
