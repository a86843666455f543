"""Sessions of the program without a window."""

import asyncio

from hsiviewer.workflows.session.workspace import Workspace


def run(story):
    """Run a coroutine function with a workspace and leave no process behind."""

    async def whole():
        workspace = Workspace()
        try:
            return await story(workspace)
        finally:
            await workspace.close()

    return asyncio.run(whole())
