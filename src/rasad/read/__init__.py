"""Stage 1, read: from files, folders, globs and standard input to articles.

Reading never raises for bad input: what cannot be read becomes a `Problem` that names its place. A format is one
file of `formats/`; compression, encodings, dates and field names are settled here, the same for every format.
"""

from rasad.read.options import ReadOptions
from rasad.read.reader import read

__all__ = ["ReadOptions", "read"]
