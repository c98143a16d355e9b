"""What people, the ground rooms and the libraries of accounts hold about a person."""

from django.utils.translation import gettext_lazy as _

from lms.people.domain.privacy import Purpose
from lms.people.privacy import accounts, ground, register, words

DATA = [*register.DATA, *accounts.DATA, *ground.DATA]
IMPERSONAL = (*register.IMPERSONAL, *accounts.IMPERSONAL, *ground.IMPERSONAL)
WORDS = words.WORDS
PURPOSES = [Purpose("data-use", stays=_("Training needs these data. If you want no more of them kept, ask to be erased."))]
