"""Settings for demo and production alike; the environment decides (README, "Configure")."""

from lms.settings.base import *
