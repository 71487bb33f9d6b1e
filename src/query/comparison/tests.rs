//! Comparisons worked by hand.
