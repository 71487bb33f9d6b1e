//! The program: parses the command line, runs it, and ends with its exit code.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
