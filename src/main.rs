//! The program: parses the command line, runs it, and ends with its exit code.

fn main() {}
