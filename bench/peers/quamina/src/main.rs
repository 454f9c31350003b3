//! Measures quamina: waybill-bench-quamina comfort|speed RULES EVENTS VERIFY WARM_UP ROUND ROUNDS LIMIT
//! Rules and events are files with a JSON document on each line, times are milliseconds. Prints one line, the report of
//! bench/engines/report.ts.

use quamina::{MatcherBuildMode, Quamina, QuaminaBuilder};
use std::hint::black_box;
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().collect();
    let rules = std::fs::read_to_string(&args[2])?;
    let events = std::fs::read_to_string(&args[3])?;
    let events: Vec<&[u8]> = events.lines().map(str::as_bytes).collect();
    let [verify_for, warm_up, round, rounds, limit] = [4, 5, 6, 7, 8].map(|at| args[at].parse::<f64>());

    // Its limits are there to refuse what is hostile, and these rules are not.
    let mut matcher: Quamina<usize> = QuaminaBuilder::new()
        .with_arena_byte_budget(8 << 30)
        .with_max_states_per_pattern(1 << 20)
        .build()?;
    if args[1] == "speed" {
        matcher.set_matcher_build_mode(MatcherBuildMode::BuiltForSpeed);
    }
    let (limit, total) = (limit?, rules.lines().count());
    let start = Instant::now();
    for (index, rule) in rules.lines().enumerate() {
        matcher.add_pattern(index, rule)?;
        let projected = since(start) / (index + 1) as f64 * total as f64;
        if since(start) > 3_000.0 && projected > limit {
            println!("{{\"notBuilt\":\"at least {:.0} s for {total} rules\"}}", projected / 1_000.0);
            return Ok(());
        }
    }
    // The first event builds what adding has put off.
    matcher.matches_for_event(events[0])?;
    let build_ms = since(start);

    let answer = verify(&matcher, &events, verify_for?)?;
    let (warm, warm_up) = (Instant::now(), warm_up?);
    let mut rate = run(&matcher, &events, 1)?;
    while since(warm) < warm_up {
        rate = run(&matcher, &events, (rate / 20.0).ceil() as usize)?;
    }
    let count = (rate * round? / 1_000.0).ceil() as usize;
    let rates = (0..rounds? as usize).map(|_| run(&matcher, &events, count)).collect::<Result<Vec<f64>, _>>()?;
    println!("{{\"buildMs\":{build_ms},\"inputs\":{{\"bytes\":{{{answer},\"rates\":{rates:?}}}}}}}");
    Ok(())
}

fn verify(matcher: &Quamina<usize>, events: &[&[u8]], at_most: f64) -> Result<String, Failure> {
    let (start, mut matches, mut checksum, mut count) = (Instant::now(), 0, 0, 0);
    for event in events {
        count += 1;
        for rule in matcher.matches_for_event(event)? {
            matches += 1;
            checksum = (checksum + count * (rule as u64 + 1)) % (1 << 32);
        }
        if since(start) > at_most {
            break;
        }
    }
    Ok(format!("\"matches\":{matches},\"checksum\":{checksum},\"events\":{count}"))
}

/// Events per second.
fn run(matcher: &Quamina<usize>, events: &[&[u8]], count: usize) -> Result<f64, Failure> {
    let start = Instant::now();
    let mut matches = 0;
    for event in events.iter().cycle().take(count) {
        matches += matcher.matches_for_event(event)?.len();
    }
    black_box(matches);
    Ok(count as f64 / (since(start) / 1_000.0))
}

/// Milliseconds.
fn since(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1_000.0
}
