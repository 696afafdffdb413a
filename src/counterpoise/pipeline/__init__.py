"""The whole way from documents to a dossier: the only place where every room meets."""
