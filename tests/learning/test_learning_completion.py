"""When a lesson is completed, as a pure rule."""

from hypothesis import given
from hypothesis import strategies as st

from lms.learning.domain.completion import ANSWERED, COMPLETED, EXPERIENCED, Done, progress

STEPS = {"s1": True, "s2": False, "s3": True}
done = st.builds(Done, step=st.sampled_from([*STEPS, "gone", ""]), verb=st.sampled_from([EXPERIENCED, ANSWERED, COMPLETED]),
                 success=st.sampled_from([True, False, None]))
EVERYTHING = [Done(step, EXPERIENCED) for step in STEPS] + [Done(step, ANSWERED, True) for step in STEPS]


@given(st.lists(done, max_size=12).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_order_does_not_matter(both):
    rows, shuffled = both
    assert progress(steps=STEPS, done=rows) == progress(steps=STEPS, done=shuffled)


@given(st.lists(done, max_size=12), st.lists(done, max_size=12))
def test_more_never_takes_away(rows, more):
    before, after = progress(steps=STEPS, done=rows), progress(steps=STEPS, done=rows + more)
    assert before.read <= after.read and before.right <= after.right
    assert after.completed or not before.completed


@given(st.lists(done, max_size=12))
def test_repeating_changes_nothing(rows):
    assert progress(steps=STEPS, done=rows) == progress(steps=STEPS, done=rows * 2)


@given(st.lists(done, max_size=12))
def test_completed_means_every_step_read_and_every_question_right(rows):
    seen = {row.step for row in rows if row.verb == EXPERIENCED}
    right = {row.step for row in rows if row.verb == ANSWERED and row.success}
    reached = progress(steps=STEPS, done=rows)
    assert reached.completed == (set(STEPS) <= seen and {"s1", "s3"} <= right)


def test_everything_completes_and_nothing_does_not():
    assert progress(steps=STEPS, done=EVERYTHING).completed
    assert not progress(steps=STEPS, done=EVERYTHING[:-1]).completed
    assert not progress(steps=STEPS, done=[]).completed
