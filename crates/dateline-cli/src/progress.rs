//! A line on standard error that says where the work stands, only for a person at a terminal and only if it takes a while.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use dateline::Step;

/// Shows steps on standard error.
pub(crate) struct Progress {
    state: Option<Mutex<State>>,
}

struct State {
    begun: Instant,
    shown: Option<Instant>,
}

impl Progress {
    /// `quiet` shows nothing.
    #[expect(clippy::disallowed_methods, reason = "the command line may measure time")]
    pub(crate) fn new(quiet: bool) -> Self {
        let wanted = !quiet && std::io::stderr().is_terminal();
        Self { state: wanted.then(|| Mutex::new(State { begun: Instant::now(), shown: None })) }
    }

    /// One step further.
    #[expect(clippy::disallowed_methods, reason = "the command line may measure time")]
    pub(crate) fn step(&self, step: Step) {
        let Some(Ok(mut state)) = self.state.as_ref().map(Mutex::lock) else {
            return;
        };
        let now = Instant::now();
        let due = state.shown.map_or(state.begun + Duration::from_millis(400), |t| t + Duration::from_millis(100));
        if now < due && !(state.shown.is_some() && step == Step::Comparing) {
            return;
        }
        state.shown = Some(now);
        let text = match step {
            Step::Reading(done, of) => format!("reading {done} of {of} reports"),
            Step::Comparing => "comparing the reports".to_string(),
        };
        let _ = write!(std::io::stderr(), "\r\x1b[K{text} …");
        let _ = std::io::stderr().flush();
    }

    /// Wipes the line.
    pub(crate) fn end(&self) {
        if let Some(Ok(state)) = self.state.as_ref().map(Mutex::lock)
            && state.shown.is_some()
        {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
