"""`manage.py persons --country KH`: number, name and own-script name, tab-separated."""

from django.core.management.base import BaseCommand, CommandError

from lms.people.models import Country, Person


class Command(BaseCommand):
    help = "Print a country's persons: number, name, name in the own script, separated by tabs."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--country", required=True, help="The country's code, such as KH.")

    def handle(self, *args, **options) -> None:
        country = Country.objects.filter(code=options["country"].upper()).first()
        if country is None:
            known = ", ".join(Country.objects.values_list("code", flat=True))
            raise CommandError(f"'{options['country'][:20]}' is not a country here; there are {known or 'none'}.")
        for person in Person.objects.filter(country=country).order_by("number"):
            self.stdout.write(f"{person.number}\t{person.name}\t{person.own_name}")
