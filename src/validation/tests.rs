//! The whole way, from a draw to the tables, on texts in memory.
