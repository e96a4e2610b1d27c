"""The REST API, one module a resource, each with its `router`; all under `/api/v1`."""
