//! The bibliography: located, split into entries, parsed into fields.
