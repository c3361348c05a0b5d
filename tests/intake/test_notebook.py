"""notebook: outputs are dropped from the text as they would be from the notebook."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.intake.notebook import without_outputs

TEXT = st.text(st.sampled_from('ab"\\[]{}:, \nö😀')) | st.just('"outputs": [')
JSON = st.recursive(
    st.none() | st.integers() | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["outputs", "a", '"']), inner),
)


def dropped(value: Any) -> Any:
    """Return a value with every list called "outputs" emptied."""
    if isinstance(value, list):
        return [dropped(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: [] if name == "outputs" and isinstance(each, list) else dropped(each)
        for name, each in value.items()
    }


@settings(deadline=None)  # the machine may be busy
@given(JSON, st.sampled_from([None, 2]), st.booleans())
def test_outputs_are_dropped_wherever_they_are(value: Any, indent: int | None, ascii: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii).encode()
    assert json.loads(without_outputs(text)) == dropped(value)


@settings(deadline=None)  # the machine may be busy
@given(st.text(st.sampled_from('"\\[]outputs: ')))
def test_text_that_is_no_json_is_cut_or_left_but_never_raises(text: str) -> None:
    assert len(without_outputs(f'"outputs": [{text}'.encode())) <= len(text) + 12
