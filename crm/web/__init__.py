"""The frame of every page: base, navigation, slots, components, languages. It knows no room by name."""
