//! The stages: they loop over documents, tell the observer, and collect what was skipped.
