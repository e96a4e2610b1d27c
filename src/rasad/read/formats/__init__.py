"""Source formats: one file each.

A format has `SUFFIXES` (endings of file names, lower case), an `EXAMPLE` (bytes of a small file with one or more
articles in Arabic, used by tests and docs) and `read(source: Source) -> Iterator[Record | Problem]`. It yields records
under the input's own field names, where it has any, and raises `InputError` where it cannot go on. It must hold no more
than one document, within the limits of `source.options`.
"""
