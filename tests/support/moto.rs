//! `moto_server`, an independent stand-in for S3, in a virtual environment of the build folder.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The package, with the version that the tests were written with.
const PACKAGE: &str = "moto[server]==5.2.5";

/// A server on a free port of this machine's, with one bucket; it ends with this value.
pub(crate) struct Moto {
    server: Child,
    pub(crate) endpoint: String,
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Moto {
    /// Starts one; the first time in a build folder, the package is installed by `pip`.
    pub(crate) fn start(target: &Path) -> Self {
        let environment = environment(target);
        // Whoever takes the port in between makes the server fail, and another port is tried.
        for _ in 0..5 {
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            let mut server = Command::new(environment.join("bin/moto_server"))
                .args(["-H", "127.0.0.1", "-p", &port.to_string()])
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .expect("moto_server starts");
            let stderr = BufReader::new(server.stderr.take().unwrap());
            let mut lines = stderr.lines().map_while(Result::ok);
            if lines.any(|line| line.contains("Running on")) {
                // Nobody reads what it says from now on; it must not wait for that.
                std::thread::spawn(move || lines.for_each(drop));
                return Self {
                    server,
                    endpoint: format!("http://127.0.0.1:{port}"),
                };
            }
            let _ = server.kill();
            let _ = server.wait();
        }
        panic!("moto_server does not start");
    }
}

/// The virtual environment, made once: under another name first, so that what was interrupted is not used.
fn environment(target: &Path) -> PathBuf {
    let ready = target.join("moto-5.2.5");
    let lock = std::fs::File::create(target.join("moto.lock")).unwrap();
    lock.lock().unwrap();
    if ready.join("installed").exists() {
        return ready;
    }
    let _ = std::fs::remove_dir_all(&ready);
    run(Command::new("python3").args(["-m", "venv"]).arg(&ready));
    run(Command::new(ready.join("bin/python")).args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        PACKAGE,
    ]));
    std::fs::write(ready.join("installed"), PACKAGE).unwrap();
    ready
}

fn run(command: &mut Command) {
    let done = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
    assert!(
        done.status.success(),
        "{command:?} failed, and these tests need Python's `venv` and `pip`: {}",
        String::from_utf8_lossy(&done.stderr)
    );
}
