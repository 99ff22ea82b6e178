//! scratch
use llm_wasm_sandbox::{blocking, *};
fn main() {
    let t = std::time::Instant::now();
    let s = match blocking::Sandbox::build(
        Sandbox::builder(if std::env::var("JS").is_ok() {
            Runtime::JavaScript
        } else {
            Runtime::Python
        })
        .progress(PlainLines::new(std::io::stderr())),
    ) {
        Ok(s) => s,
        Err(e) => {
            let mut e2: &dyn std::error::Error = &e;
            eprintln!("{e}");
            while let Some(n) = e2.source() {
                eprintln!("  {n}");
                e2 = n;
            }
            panic!()
        }
    };
    eprintln!("build {:?}", t.elapsed());
    if std::env::var("INTER").is_ok() {
        let mut live = s.interactive(Workspace::new()).unwrap();
        for f in std::env::args().skip(1) {
            let p = Program::from(f.as_str()).mode(Mode::Script);
            live.turn(&p).unwrap();
            let a = live.turn(&p).unwrap();
            let t = std::time::Instant::now();
            let b = live.turn(&p).unwrap();
            println!(
                "{:>10} {:>10} {:?} {} {}{}",
                a.fuel_consumed.unwrap(),
                b.fuel_consumed.unwrap(),
                t.elapsed(),
                f.chars().take(100).collect::<String>().replace('\n', ";"),
                b.stdout,
                b.stderr
            );
        }
        return;
    }
    for f in std::env::args().skip(1) {
        let code = std::fs::read_to_string(&f).unwrap_or(f.clone());
        let mut v = vec![];
        let n: usize = std::env::var("N").ok().and_then(|x| x.parse().ok()).unwrap_or(1);
        let mut last = None;
        for _ in 0..n {
            let t = std::time::Instant::now();
            let mut p = Program::from(code.as_str());
            if let Ok(n) = std::env::var("FILE") {
                p = p.file(n);
            }
            let r = s.execute(p).unwrap();
            v.push(t.elapsed().as_secs_f64() * 1e3);
            last = Some(r);
        }
        v.sort_by(f64::total_cmp);
        println!(
            "== {:.40} med {:.3} ms min {:.3} p90 {:.3}",
            f,
            v[n / 2],
            v[0],
            v[n * 9 / 10]
        );
        let r = last.unwrap();
        if n == 1 || r.stdout.len() < 200 {
            println!(
                "{:?} {} fuel {:?} peak {} {:?} {:?} {:?}\n{}{}",
                r.outcome,
                r.exit_code,
                r.fuel_consumed,
                r.memory_peak_bytes,
                r.files_created,
                r.metadata.get("trap"),
                r.metadata.get("host_calls"),
                r.stdout,
                r.stderr
            );
        }
    }
}
