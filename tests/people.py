"""The named cast of the tests."""
