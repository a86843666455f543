"""What helps a newcomer: the welcome page, the tour, the help of panels."""
