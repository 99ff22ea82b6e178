//! Content-addressed blobs and create-only records on local disk, S3 and memory: what sessions are kept in.
