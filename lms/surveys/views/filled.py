"""One form as somebody has filled it in so far, on the way between two pages."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, partial
from urllib.parse import quote
from uuid import UUID, uuid4

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.files.domain.guard import Checked, UploadRefused
from lms.people.models import Person
from lms.surveys.domain import answer_files, drafts
from lms.surveys.domain.evaluation import Judged, judge
from lms.surveys.domain.languages import nearest, say, tag
from lms.surveys.domain.refusals import Complaint
from lms.surveys.forms import filling
from lms.surveys.forms.filling import Sent, path_of
from lms.surveys.forms.page import asked_places, page_of
from lms.surveys.forms.parts import Words
from lms.surveys.models import Draft, Form, FormVersion


@dataclass(frozen=True)
class Note:
    """A note above the form: its tone, a first sentence in bold, and the rest."""

    tone: str
    bold: str
    text: str


@dataclass
class Filled:
    """What was typed into one version. `other_version` is True when the page was made from one that is not there.

    troubles: {place: Complaint} of files that could not be kept. `draft` when it goes on from one.
    """

    request: HttpRequest
    version: FormVersion
    sent: Sent
    now: datetime
    draft: Draft | None = None
    other_version: bool = False
    troubles: dict[str, Complaint] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where the page is sent to, whatever address it is read at: the form's, for its occasion."""
        occasion = self.draft.occasion if self.draft else self.request.GET.get("for")
        path = reverse("surveys:form", args=[self.version.form.key])
        return f"{path}?for={quote(str(occasion))}" if occasion else path

    @property
    def language(self) -> str:
        return nearest(languages=self.version.languages, wanted=get_language())

    @cached_property
    def judged(self) -> Judged:
        return judge(definition=self.version.definition, data=self.sent.data, language=self.language, now=self.now,
                     seed=str(self.sent.instance_id))

    def opened(self) -> set[str]:
        """Places that show now and did not when the page was made; none when a script has shown them already."""
        shown = self.sent.shown
        return set() if shown is None else {place for place in asked_places(self.judged) if place not in shown}

    def anew(self) -> "Filled":
        """The same answers as those of another filled form. Files belong to the first one."""
        fresh = replace(self.sent, instance_id=uuid4(), action="show")
        fresh = replace(fresh, data=answer_files.without_strangers(
            definition=self.version.definition, data=fresh.data, instance_id=fresh.instance_id))
        return Filled(self.request, self.version, fresh, self.now)

    # --- what the buttons do ---

    def take_files(self, person: Person | None) -> None:
        """Keep what was attached, and do what the button says about instances and files. Raises InstanceTaken."""
        sent, definition = self.sent, self.version.definition
        data = answer_files.without_strangers(definition=definition, data=sent.data, instance_id=sent.instance_id)
        for place, upload in sent.files.items():
            try:
                checked = answer_files.check_answer(
                    content=upload.read(answer_files.MOST_BYTES + 1), name=upload.name or "",
                    kind=definition.by_path[path_of(place)]["type"])
                filling.put(data, place, self._keep(checked, str(filling.answer_at(data, place)), data, person))
            except UploadRefused as refusal:
                self.troubles[place] = Complaint(str(refusal))
        if sent.action == "add":
            data = filling.with_instance(data=data, definition=definition, place=sent.place)
        elif sent.action == "remove":
            data = filling.without_instance(data=data, definition=definition, place=sent.place)
        elif sent.action == "drop" and (name := filling.answer_at(data, sent.place)):
            answer_files.drop_answers(instance_id=sent.instance_id, names=[str(name)])
            filling.put(data, sent.place, "")
        self.sent = replace(sent, data=data)

    def _keep(self, checked: Checked, instead_of: str, data: dict, person: Person | None) -> str:
        """The name of a file, which is kept once however often its page is sent, two times at one moment too."""
        instance, again = self.sent.instance_id, partial(
            answer_files.kept_before, instance_id=self.sent.instance_id, checked=checked, data=data)
        if name := again():
            return name
        try:
            return answer_files.keep_answer(instance_id=instance, checked=checked, anonymous=self.version.form.anonymous,
                                            by=person, now=self.now, instead_of=instead_of)
        except IntegrityError:
            if name := again():
                return name
            raise

    def save(self, person: Person | None, occasion: UUID | None) -> Draft:
        """Keep it all as a draft. Raises InstanceTaken."""
        return drafts.keep_draft(version=self.version, instance_id=self.sent.instance_id, data=self.sent.data,
                                 occasion=occasion, by=person, now=self.now)

    # --- the page ---

    def page(self, *, complaints: dict[str, Complaint] | None = None, note: Note | None = None, status: int = 200,
             ended: bool = False, others: list[Draft] | None = None) -> HttpResponse:
        """The form with everything that was typed. `complaints` are those of sending; `ended` leaves out the buttons."""
        form, frame, sending = self.version.form, get_language(), self.sent.action == "send" and self.request.method == "POST"
        notes = [note] if note else []
        opened = self.opened() if sending and not complaints and not ended else set()
        if opened:  # what was shown and is wrong is said at once, what has only now appeared is not yet
            complaints = {at: one for at, one in self.judged.complaints.items() if at not in opened}
            notes.append(Note("river", _("Your answers open more questions."),
                              _("They are below. Answer them and send the form again.")))
        if self.other_version:
            notes.append(Note("gilt", _("The form has changed since you opened it."),
                              _("Your answers are below, as far as it still asks them. Look through it and send it again.")))
        told = self.troubles | (complaints or {})
        context = page_of(self.address, definition=self.version.definition, judged=self.judged, language=self.language,
                          instance_id=self.sent.instance_id, now=self.now, complaints=told, media_at=self._media_at())
        context |= {"form": form, "version": self.version, "title": title_of(form, frame), "notes": notes, "ended": ended,
                    "sending": sending and bool(complaints), "others": others, "draft": self.draft}
        if self.draft:
            address = reverse("surveys:draft", args=[form.key, self.draft.uuid])
            context |= {"kept_until": drafts.kept_until(self.draft),
                        "draft_address": self.request.build_absolute_uri(address)}
        if status == 200 and (told or self.other_version):
            status = 422 if told else 409
        return render(self.request, "surveys/form.html", context, status=status)

    def _media_at(self):
        """The address of each picture, sound or film that the version has. One query, none for a form without."""
        definition = self.version.definition
        named = any(item["media"] for item in definition.items) or any(
            choice.get("media") for choices in definition.lists.values() for choice in choices)
        names = set(self.version.files.values_list("name", flat=True)) if named else set()
        key, number = self.version.form.key, self.version.number
        return lambda name: reverse("surveys:media", args=[key, number, name]) if name in names else ""


def title_of(form: Form, frame: str) -> Words:
    """The form's title with the lang attribute that it needs."""
    text, spoken = say(form.titles, nearest(languages=list(form.titles) or [frame], wanted=frame))
    return Words(escape(text or form.key), tag(spoken) if text and spoken != frame else "", text or form.key)
