"""The collector of cycles rests within a document."""

import gc
import weakref

import pytest

from citygraph.extraction.collecting import collecting_afterwards


class Ring:
    def __init__(self):
        self.self = self


def test_cycles_live_until_the_end_and_not_longer():
    with collecting_afterwards():
        assert not gc.isenabled()
        ring = Ring()
        alive = weakref.ref(ring)
        del ring
        [[] for _ in range(5_000)]  # enough for a collection, were it not resting
        assert alive() is not None
    assert gc.isenabled()
    assert alive() is None


def test_the_outermost_ends_the_rest():
    with collecting_afterwards():
        with collecting_afterwards():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_ends_the_rest_too():
    with pytest.raises(ValueError, match="broken"), collecting_afterwards():
        raise ValueError("broken")
    assert gc.isenabled()
