//! How a paper cites.
