"""Every pixel of a scene compared with every spectrum of a library."""
