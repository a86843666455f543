"""Starting the window loads nothing that only learning needs."""

import subprocess
import sys

CODE = """
import sys
from hsiviewer.app import create_application, create_main_window
app, loop = create_application([])
async def story():
    window = create_main_window([])
    window.show()
    window.close()
    await window.closed
with loop:
    loop.run_until_complete(story())
heavy = {"torch", "transformers", "sklearn"} & set(sys.modules)
sys.exit(f"imported {heavy}" if heavy else 0)
"""


def test_the_window_opens_without_torch_transformers_or_scikit_learn():
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
