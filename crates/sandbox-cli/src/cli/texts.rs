//! The prose of the help texts and manual pages.

use std::fmt::Write;

use llm_wasm_sandbox::Runtime;

pub(crate) const ABOUT: &str = "\
Run untrusted Python, JavaScript and TypeScript, written by a language model or by anyone, inside WebAssembly.

Every program runs in a fresh interpreter with the usual libraries already imported (numpy, pandas and more; the modules of Node that scripts \
use), without network, processes or any file but those it is given. Fuel, wall clock, memory, output and disk are bounded by a policy.

The first run on a machine downloads the interpreter, builds its image and compiles it, which takes one to two minutes. Later runs take \
milliseconds.";

pub(crate) const AFTER: &str = "\
EXAMPLES
    sandbox run -c 'print(6 * 7)'
    sandbox run --workspace data --timeout 5s report.py
    sandbox run -r javascript -c 'console.log(6 * 7)'
    sandbox run program.ts
    sandbox batch programs.jsonl --out results.jsonl
    sandbox repl
    sandbox check program.py

EXIT CODES
    0        success; for `run`, the program's own exit code otherwise
    2        the command line was not understood
    118-124  a limit ended the program (see `sandbox help run`)
    125      the host could not do what was asked
    130      interrupted with Ctrl-C
    141      the reader of standard output went away

ENVIRONMENT
    SANDBOX_CACHE_DIR  folder of guests, images and compiled code
    XDG_CACHE_HOME     where that folder is otherwise; default ~/.cache
    XDG_STATE_HOME     where `sandbox repl` keeps its history; default ~/.local/state
    NO_COLOR           no colour, if it is set and not empty";

pub(crate) const RUN: &str = "\
Run one program in a fresh interpreter, print what it prints, and exit with its exit code.

The program is a file, text after -c, or standard input (`-`); words after it are its arguments, so options of this command come first. A FILE \
is known to the program as /app/NAME, or by its path in the workspace. Its bytes reach the interpreter as they are: for Python, text that is not UTF-8 or \
holds NUL bytes is the program's syntax error; for JavaScript, what is not UTF-8 is replaced by U+FFFD. The longest program is 16 MiB, the longest standard input 64 MiB.

The program sees its own, empty /app, or a copy of --workspace. What it creates, changes and deletes there is done in the workspace folder after \
the run, however the program ended, as if it had worked in place; links in the folder are neither shown to it nor followed. --export copies all of \
/app somewhere else and deletes nothing there.

Its standard input is empty unless --stdin says otherwise; a pipe into this command is not passed on by itself.

Output is shown when the program has ended, up to the policy's limits. On a terminal, control characters other than newline, tab and carriage \
return are shown as text (`^[`), so that a program cannot play tricks with the terminal; in a pipe or file they are left as they are.";

pub(crate) const RUN_AFTER: &str = "\
EXAMPLES
    sandbox run hello.py
    sandbox run -c 'import sys; print(sys.argv)' one two
    generate | sandbox run --json --timeout 5s --memory 64MiB -
    sandbox run --stdin data.csv --workspace out plot.py
    sandbox run --value -c '2 ** 100'

EXIT CODES
    The program's own, if it finished (0) or called its exit function. Otherwise:
    1    an exception that nobody caught; a syntax error is one
    2    the command line was not understood
    118  the interpreter trapped
    119  the calls nested too deeply
    120  out of fuel
    121  out of memory
    122  more output than a policy allows that stops programs for it
    123  the disk quota, or another limit on files
    124  timeout
    125  the host could not run it: no such file, a broken policy, no guest, …
    130  cancelled with Ctrl-C
    A program may choose one of these codes itself; `outcome` of --json tells them apart.

ENVIRONMENT
    SANDBOX_CACHE_DIR  folder of guests, images and compiled code
    NO_COLOR           no colour, if it is set and not empty";

pub(crate) const BATCH: &str = "\
Run many programs, each in a fresh interpreter, one JSON object a line in and one result line out.

A line is an object with these keys; only `code` is needed:
    id          text, number or null; given back with the result
    runtime     python, javascript or typescript
    code        the program
    stdin       what its standard input reads
    files       object of workspace files: name to text, or to {\"base64\": \"…\"}
    args        list of arguments
    policy      keys of policy.toml that go over --policy: a line may lower limits and not raise them, nor mount folders of the host
    last_value  whether `value` of the result is wanted

A result line is what `sandbox run --json` prints, with `id`. A line that is no such object (not JSON, an unknown key, longer than 16 MiB) gives \
one line with `outcome` \"host_error\", `error`, `hint` and the `line` number, and the batch goes on. Blank lines are skipped.

Results come in the input's order, or as they are ready with --unordered. However long the input is, only four lines for each job are in memory.";

pub(crate) const BATCH_AFTER: &str = "\
EXAMPLES
    sandbox batch programs.jsonl --out results.jsonl
    generate | sandbox batch - --unordered --timeout 5s | score

EXIT CODES
    0    every line was processed, whatever the programs did
    1    with --fail: at least one result is not a success
    2    the command line was not understood
    125  the input, the output or the interpreter could not be used
    141  the reader of standard output went away";

pub(crate) const REPL: &str = "\
Type statements into an interpreter that keeps its names, modules and files from one input to the next. The value of an expression is printed.

Every input has the policy's full limits. An input that is stopped by one, or by Ctrl-C, takes the interpreter with it: a fresh one is started, which \
keeps the files and loses the names.

Lines that begin with a colon are commands; `:help` lists them. When standard input is no terminal, statements are read from it without prompts.";

pub(crate) const REPL_AFTER: &str = "\
EXAMPLES
    sandbox repl
    sandbox repl --workspace . --timeout 1m
    printf 'x = 41\\nx + 1\\n' | sandbox repl

EXIT CODES
    0    the end of the input, or :quit; the program's own code if an input calls its exit function
    125  the host could not run it

ENVIRONMENT
    XDG_STATE_HOME  where the history is kept (llm-wasm-sandbox/history); default ~/.local/state";

pub(crate) const CHECK: &str = "\
Check a program's syntax with the guest's own grammar. Nothing of the program runs, and no file is written.";

pub(crate) const CHECK_AFTER: &str = "\
EXAMPLES
    sandbox check program.py
    sandbox check --json -c 'print('

EXIT CODES
    0    the syntax is right
    1    it is not; the error is on standard error, or in `error` of --json
    124  (or another limit's code) the check itself ran into a limit
    125  the host could not check it";

pub(crate) const BENCH: &str = "\
Measure the sandbox on this machine: fresh executions in one process, a whole second process, and executions a second on one core and on all. \
Medians and 99th percentiles after a warm-up, with the machine's load, because a busy machine measures itself.";

pub(crate) const POLICY_AFTER: &str = "\
EXAMPLES
    sandbox policy show > policy.toml
    sandbox policy check policy.toml
    sandbox policy schema

A policy never falls back to something looser: a missing file, an unknown key or a value out of range is an error.";

pub(crate) const RUNTIME_AFTER: &str = "\
EXAMPLES
    sandbox runtime prepare                 everything that a first run would do
    sandbox runtime fetch --from ./wheels   without a network
    sandbox runtime verify                  hash everything again

EXIT CODES
    0    done
    1    `verify` found damage
    125  the host could not do it";

pub(crate) const IMAGE_AFTER: &str = "\
EXAMPLES
    sandbox image list
    sandbox image build --recipe my.toml    then: sandbox run --image my.toml program.py
    sandbox image build --verify

An image is an interpreter after its start and its imports, as a snapshot. Equal guests and recipes give equal images, byte for byte.";

pub(crate) const COMPLETIONS_AFTER: &str = "\
EXAMPLES
    sandbox completions bash > ~/.local/share/bash-completion/completions/sandbox
    sandbox completions zsh  > ~/.zfunc/_sandbox
    sandbox completions fish > ~/.config/fish/completions/sandbox.fish";

/// The version with the interpreters and formats of this build; reads the built-in table and no file.
pub(crate) fn long_version() -> String {
    let mut text = env!("CARGO_PKG_VERSION").to_owned();
    for guest in llm_wasm_sandbox::inventory::guests() {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\n{} {} (guest `{}`, {})",
            guest.runtime, guest.version, guest.name, guest.license
        );
    }
    for runtime in Runtime::ALL {
        let images: Vec<String> = llm_wasm_sandbox::image_names(runtime)
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        let _ = write!(text, "\n{runtime} images: {}", images.join(", "));
    }
    let _ = write!(text, "\nresult format: {}", llm_wasm_sandbox::RESULT_VERSION);
    text
}

pub(super) const SESSION_AFTER: &str = "\
Examples:
  sandbox session new --id analysis --label user=anna
  sandbox session exec analysis -c 'x = 41'
  sandbox session exec analysis -c 'print(x + 1)'
  sandbox session cp data.csv analysis:data.csv
  sandbox session fork analysis --to what-if
  sandbox session rollback analysis 1
  sandbox session prune --idle-for 7d --dry-run

A session keeps everything that lives in its interpreter, and the files of its workspace. A turn that a limit or a trap ended leaves it as it was.";

pub(super) const STORE_AFTER: &str = "\
Examples:
  sandbox store check --contents
  sandbox store gc --dry-run
  sandbox store stats --store s3://bucket/prefix

S3 is set up by AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_ALLOW_HTTP.";
