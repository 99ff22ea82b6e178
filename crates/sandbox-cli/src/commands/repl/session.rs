//! The interpreter behind the prompt.

use std::path::{Path, PathBuf};

use llm_wasm_sandbox::blocking::{Interactive, Sandbox};
use llm_wasm_sandbox::{Execution, Mode, Outcome, Program, Workspace};

use super::owed::Owed;
use super::say;
use crate::commands::tell;
use crate::error::CliError;
use crate::interrupt::Interrupts;
use crate::language::Language;
use crate::output::report;
use crate::output::terminal::Stream;

/// What became of an input.
pub(super) enum Turn {
    /// It is only the beginning of a statement; nothing ran.
    Incomplete,
    Done,
    /// It called its exit function.
    Left(u8),
}

pub(super) struct Session {
    sandbox: Sandbox,
    language: Language,
    live: Interactive,
    workspace: Option<PathBuf>,
    /// What the workspace's folder lacks.
    owed: Owed,
    interrupts: Option<Interrupts>,
    quiet: bool,
    turns: u64,
}

impl Session {
    pub(super) fn start(
        sandbox: Sandbox,
        language: Language,
        workspace: Option<PathBuf>,
        interrupts: Option<Interrupts>,
        quiet: bool,
    ) -> Result<Self, CliError> {
        let live = sandbox.interactive(initial(workspace.as_deref()))?;
        Ok(Self {
            sandbox,
            language,
            live,
            workspace,
            owed: Owed::default(),
            interrupts,
            quiet,
            turns: 0,
        })
    }

    /// What runs here, in a few words.
    pub(super) fn describe(&self) -> String {
        let sandbox = self.sandbox.as_async();
        format!("{} image `{}`", sandbox.runtime(), sandbox.image())
    }

    /// Runs an input, if it is whole.
    pub(super) fn turn(&mut self, text: &str) -> Result<Turn, CliError> {
        // Every input has a name of its own, so that a traceback shows the lines of the input it is about.
        let program = Program::from(text)
            .mode(Mode::Interactive)
            .file(format!("<input {}>", self.turns + 1));
        let program = self.language.name_file(program);
        self.aim(true);
        let execution = self.live.turn(&program);
        self.aim(false);
        let execution = execution?;
        if is_incomplete(&execution) {
            return Ok(Turn::Incomplete);
        }
        self.turns += 1;
        report::show(&execution, false, self.quiet).map_err(CliError::stdout)?;
        self.write_back(&execution);
        if execution.outcome == Outcome::Exit {
            return Ok(Turn::Left(execution.process_exit_code()));
        }
        if self.live.as_async().ended().is_some() {
            self.renew()?;
        }
        Ok(Turn::Done)
    }

    /// Carries what the input changed into the workspace's folder. Where that fails the interpreter goes on, and the next input tries again.
    fn write_back(&mut self, execution: &Execution) {
        let Some(folder) = &self.workspace else { return };
        self.owed.add(execution);
        if self.owed.is_empty() {
            return;
        }
        let _held = self.interrupts.as_ref().map(Interrupts::hold);
        match self
            .live
            .as_async()
            .write_back(&self.owed.as_execution(execution), folder)
        {
            Ok(()) => self.owed = Owed::default(),
            Err(error) => {
                tell(&error.into());
                say(
                    "the changes are kept, and written after the next input; `:export DIR` copies the workspace elsewhere",
                );
            }
        }
    }

    /// Whether the workspace's folder lacks changes.
    pub(super) fn owes(&self) -> bool {
        !self.owed.is_empty()
    }

    fn aim(&self, running: bool) {
        if let Some(interrupts) = &self.interrupts {
            interrupts.aim(running.then(|| self.live.as_async().cancel_handle()));
        }
    }

    /// A fresh interpreter with the files of the one that is gone.
    fn renew(&mut self) -> Result<(), CliError> {
        let fresh = self.sandbox.interactive(Workspace::new())?;
        let files = std::mem::replace(&mut self.live, fresh).into_workspace();
        self.live = self.sandbox.interactive(files)?;
        say("the interpreter is gone with its names; a fresh one has its files");
        Ok(())
    }

    /// A fresh interpreter with the files of the start.
    pub(super) fn reset(&mut self) -> Result<(), CliError> {
        self.live = self.sandbox.interactive(initial(self.workspace.as_deref()))?;
        self.owed = Owed::default();
        Ok(())
    }

    pub(super) fn show_files(&self) -> Result<(), CliError> {
        for file in self.live.as_async().files()? {
            Stream::stdout()
                .write(&format!("{}\n", crate::output::escape::visible_line(&file)))
                .map_err(CliError::stdout)?;
        }
        Ok(())
    }

    pub(super) fn export(&self, folder: &Path) -> Result<(), CliError> {
        Ok(self.live.as_async().export_to(folder)?)
    }
}

fn initial(workspace: Option<&Path>) -> Workspace {
    workspace.map_or_else(Workspace::new, Workspace::from_folder)
}

fn is_incomplete(execution: &Execution) -> bool {
    execution
        .metadata
        .get("incomplete")
        .and_then(serde_json::Value::as_bool)
        .unwrap_or(false)
}
