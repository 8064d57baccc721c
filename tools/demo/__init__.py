"""A sandbox full of invented claims, so that a newcomer sees a living desk."""
