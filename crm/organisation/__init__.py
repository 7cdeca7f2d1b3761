"""The developer's own tree down to the project, and its departments. Buildings and homes stand a floor higher."""
