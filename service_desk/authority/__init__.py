"""Up to which sum who may promise something, and who signs what lies above.

The limits are data in versions. This room answers `limit_of` to whoever guards a text, says whose signatures a
proposal needs, and reminds those it waits for. It never offers anything to an owner.
"""
