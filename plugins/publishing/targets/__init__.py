"""Where a release can be put: a directory, a directory behind ssh, an S3-compatible store, a Pages folder."""
