//! Results as files and terminal tables: one format a file.
