//! S3 that answers with errors, slowly, or not at all.
