"""Who may train: schemes, evidence, certificates."""

from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "certification"

    def ready(self) -> None:
        # the doors are filled here, when every room is loaded
        from certification import links, privacy
        from certification.domain import authority
        from lms.courses.domain import authority as authority_door
        from lms.people.domain import links as door
        from lms.people.domain import privacy as privacy_door

        door.register("courses.edition", links.of_edition)
        door.register("certification.certificate", links.of_certificate)
        door.register("people.person", links.of_person)
        authority_door.register(authority_door.Answerer(authority.may_train, authority.may_observe))
        privacy_door.announce(data=privacy.DATA, impersonal=privacy.IMPERSONAL, words=privacy.WORDS,
                              purposes=privacy.PURPOSES)
