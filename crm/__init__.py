"""The ground floor: what every room stands on. It names the five apps only as strings and imports none of them."""
