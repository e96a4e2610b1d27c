"""The workbench: pages and a REST API over a store."""
