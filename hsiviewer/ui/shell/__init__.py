"""The window itself: docks, toolbar, status bar."""
