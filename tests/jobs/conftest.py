"""Workers start as the program starts them, with nothing imported."""

import pytest


@pytest.fixture
def warm_workers():
    """Start no warm process."""
