"""Forms filled in and checked."""
