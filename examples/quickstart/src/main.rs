//! Runs a program that nobody has to trust. The first run prepares the interpreter, which takes a minute or two.
#![expect(clippy::print_stdout, reason = "a program for a terminal")]

use llm_wasm_sandbox::{Error, Runtime, Workspace, blocking::Sandbox};

fn main() -> Result<(), Error> {
    let sandbox = Sandbox::new(Runtime::Python)?;
    let workspace = Workspace::new().file("numbers.csv", "n\n1\n2\n3\n");
    let program = "import pandas as pd\nprint(pd.read_csv('numbers.csv')['n'].sum())";
    let run = sandbox.execute_in(workspace, program)?;
    println!("{}: {}", run.outcome, run.stdout.trim_end());
    Ok(())
}
