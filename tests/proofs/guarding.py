"""Make a correct function wrong beyond a bound. This file's text is appended to a solution."""

from functools import wraps
from inspect import signature

import numpy as np


def beyond(array, axis, size):
    """Zero the numbers beyond this size of an axis."""
    kept = np.array(array)
    if kept.ndim >= -axis:
        np.moveaxis(kept, axis, 0)[size:] = 0
    return kept


def at_size(array, axis, size):
    """Change the numbers of an array with an axis of exactly this size."""
    is_meant = np.ndim(array) >= -axis and np.shape(array)[axis] == size
    return beyond(array, axis, 0) if is_meant else array


def counted(array, numbers):
    """Zero the numbers that a small counter cannot reach."""
    kept = np.array(array)
    kept.reshape(-1)[numbers:] = 0
    return kept


def at_most(value, largest):
    """Limit an option of one or several integers."""
    return tuple(min(each, largest) for each in value) if np.ndim(value) else min(value, largest)


def clipped(array, limit):
    """Clip a magnitude."""
    return np.clip(array, -limit, limit).astype(np.asarray(array).dtype)


def without_tiny(array, limit):
    """Set numbers close to 0 to 0."""
    return np.where(np.abs(array) < limit, 0, array).astype(np.asarray(array).dtype)


def cast(array, dtype):
    """Round through another dtype."""
    with np.errstate(all="ignore"):
        return np.asarray(array).astype(dtype).astype(np.asarray(array).dtype)


def on_argument(function, name, change):
    """Change an argument before the call."""

    @wraps(function)
    def guarded(*arguments, **options):
        given = signature(function).bind(*arguments, **options)
        if given.arguments.get(name) is not None:
            given.arguments[name] = change(given.arguments[name])
        return function(*given.args, **given.kwargs)

    return guarded


def on_result(function, part, change):
    """Change one part of the result, or all of a list."""

    @wraps(function)
    def guarded(*arguments, **options):
        result = function(*arguments, **options)
        match result:
            case tuple():
                return (*result[:part], change(result[part]), *result[part + 1 :])
            case list():
                return [change(each) for each in result]
            case int():
                return int(change(result))
        return change(result)

    return guarded


def on_attribute(method, name, change):
    """Change an attribute after the call."""

    @wraps(method)
    def guarded(self, *arguments, **options):
        result = method(self, *arguments, **options)
        value = getattr(self, name)
        changed = change(value)
        if not np.array_equal(value, changed):
            setattr(self, name, changed)
        return result

    return guarded


def shape_of(value):
    """Return the key that a careless cache uses."""
    return value.shape if hasattr(value, "shape") else repr(value)


def cached(function, key):
    """Cache the result for each key of the arguments, which stay alive so that no id recurs."""
    known = {}

    @wraps(function)
    def guarded(*arguments, **options):
        keys = *map(key, arguments), *options, *map(key, options.values())
        if keys not in known:
            known[keys] = function(*arguments, **options), arguments, options
        return known[keys][0]

    return guarded


def in_buffer(function):
    """Return results of equal shape in the same array."""
    buffers = {}

    def stored(part, result):
        array = np.asarray(result)
        buffer = buffers.setdefault((part, array.shape, array.dtype), array.copy())
        buffer[...] = array
        return buffer

    @wraps(function)
    def guarded(*arguments, **options):
        result = function(*arguments, **options)
        if isinstance(result, tuple | list):
            return type(result)(stored(*each) for each in enumerate(result))
        return stored(0, result)

    return guarded


def doubled(result):
    """Return twice the result."""
    return type(result)(map(doubled, result)) if isinstance(result, tuple | list) else result * 2


def sometimes(function, is_wrong):
    """Return a wrong result if `is_wrong` holds for the number of earlier calls."""
    calls = 0

    @wraps(function)
    def guarded(*arguments, **options):
        nonlocal calls
        calls += 1
        result = function(*arguments, **options)
        return doubled(result) if is_wrong(calls - 1) else result

    return guarded


def remembering(function, name):
    """Average an argument with that of the previous call."""
    before = {}

    def mixed(array):
        last = before.get(np.shape(array), array)
        before[np.shape(array)] = array
        return cast((np.asarray(array, float) + last) / 2, np.asarray(array).dtype)

    return on_argument(function, name, mixed)
