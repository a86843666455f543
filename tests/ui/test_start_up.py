"""Starting the window loads nothing that only learning needs."""

import os
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


def test_the_window_opens_although_an_extension_is_broken(tmp_path):
    record = tmp_path / "faulty-1.0.dist-info"
    record.mkdir()
    (record / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: faulty\nVersion: 1.0\n"
    )
    (record / "entry_points.txt").write_text(
        "[hsiviewer.methods]\nfaulty = not_there:X\n"
        "[hsiviewer.readers]\nfaulty = not_there:Y\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        capture_output=True,
        text=True,
        timeout=60,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, [str(tmp_path), *sys.path])),
        },
    )
    assert done.returncode == 0, done.stderr
    assert "the extension 'faulty' (not_there:X) fails" in done.stderr
    assert "Traceback" not in done.stderr
