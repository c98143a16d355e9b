"""Django's command line. `./manage` calls it in the project's environment."""

import os
import sys

from django.core.management import execute_from_command_line

from lms.people.domain import wall

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.base")
    with wall.lifted("command"):
        execute_from_command_line(sys.argv)
