//! The command line program. What it does with documents, the library does; what it does
//! with arguments, files and terminals is here.

#![forbid(unsafe_code)]

mod cli;
mod io;

fn main() -> std::process::ExitCode {
    cli::run()
}
