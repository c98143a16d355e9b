"""Loads the starter content of `lms/home/starter`: real facts of the plan, and sample data marked as such.

Each module loads one kind. A record is found by its natural key and made when it is missing; what people have
changed since is left alone.
"""
