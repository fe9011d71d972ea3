//! CPU seconds of this process and of the database's, read from the kernel.

use std::fs;

pub struct Compteur;

/// Clock ticks a second, as Linux reports them to user space.
const TICS: f64 = 100.0;

impl Compteur {
    /// Seconds spent so far by us, by the postmaster, by its live children and by those it has reaped.
    pub fn lire(postmaster: u32) -> f64 {
        let enfants = fs::read_dir("/proc").into_iter().flatten().filter_map(|e| e.ok()?.file_name().to_str()?.parse::<u32>().ok());
        let base: u64 = enfants.filter(|pid| parent(*pid) == Some(postmaster)).map(|pid| tics(pid, &[13, 14])).sum();
        let total = base + tics(postmaster, &[13, 14, 15, 16]) + tics(std::process::id(), &[13, 14]);
        f64::from(u32::try_from(total).unwrap_or(u32::MAX)) / TICS
    }
}

/// Fields of `/proc/PID/stat`, the command's name (which may hold spaces) cut off.
fn champs(pid: u32) -> Vec<String> {
    let texte = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let suite = texte.rsplit_once(')').map(|(_, suite)| suite).unwrap_or_default();
    // The state is field 3 of the whole line: two dummies keep the kernel's numbering, counted from zero.
    ["", ""].into_iter().chain(suite.split_whitespace()).map(str::to_owned).collect()
}

fn parent(pid: u32) -> Option<u32> {
    champs(pid).get(3).and_then(|t| t.parse().ok())
}

fn tics(pid: u32, rangs: &[usize]) -> u64 {
    let lus = champs(pid);
    rangs.iter().filter_map(|rang| lus.get(*rang)?.parse::<u64>().ok()).sum()
}
