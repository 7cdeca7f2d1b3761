"""The desk's pages, thin: selectors read, access decides, forms call services."""
