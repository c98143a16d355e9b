"""What we run beside. Each file holds one peer: a function `peer()` that gives a `measure.Subject`.

A peer of this process is a `client.Page`. A peer with an environment of its own starts a process that answers
`queries()` and `batch(requests)` over its pipes: the CPU time is then that process's own.
"""
