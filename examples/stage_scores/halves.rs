//! The two halves of the development data, and what is counted in each.

/// Which half a document belongs to: rules and weights are made with one, the other checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Half {
    Train,
    Check,
}

impl Half {
    /// The half of a key: bit 32 of its 64-bit FNV-1a hash. `train/` draws the same line.
    ///
    /// Texts that were made of one original share a key, so that no original is in both.
    pub fn of(key: &str) -> Self {
        let hash = key
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        if hash >> 32 & 1 == 0 { Half::Train } else { Half::Check }
    }
}

/// How many of how many, in each half.
#[derive(Debug, Clone, Copy, Default)]
pub struct Share {
    counts: [(u32, u32); 2],
}

impl Share {
    pub fn add(&mut self, half: Half, right: bool) {
        let (hits, all) = &mut self.counts[half as usize];
        *hits += u32::from(right);
        *all += 1;
    }

    /// In per cent; none where there was nothing to count.
    pub fn percent(&self, half: Half) -> Option<f64> {
        let (hits, all) = self.counts[half as usize];
        (all > 0).then(|| 100.0 * f64::from(hits) / f64::from(all))
    }

    pub fn cells(&self) -> String {
        let cell = |half| {
            let (_, all) = self.counts[half as usize];
            self.percent(half).map_or_else(|| format!("{:>7} {:>5}", "-", 0), |share| format!("{share:>7.1} {all:>5}"))
        };
        format!("{}  {}", cell(Half::Train), cell(Half::Check))
    }
}

/// Prints a table of shares, and their mean over all rows (macro) in each half.
pub fn print<'a>(title: &str, rows: impl IntoIterator<Item = (&'a str, Share)>) {
    println!("\n{title:<44} {:>13}  {:>13}", "train     n", "check     n");
    let mut all = [Vec::new(), Vec::new()];
    for (name, share) in rows {
        println!("{name:<44} {}", share.cells());
        for half in [Half::Train, Half::Check] {
            all[half as usize].extend(share.percent(half));
        }
    }
    let [train, check] = all.map(|shares| shares.iter().sum::<f64>() / shares.len().max(1) as f64);
    println!("{:<44} {train:>7.1}        {check:>7.1}", "mean of the rows");
}
