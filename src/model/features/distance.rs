//! How many blocks away the nearest of something is.

use super::scale::log;

/// Blocks since the last (or, on the way up, to the next) of something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Distance(usize);

/// Farther than anything in a page is worth telling apart.
const FAR: usize = 1 << 15;

impl Distance {
    /// Before any has been met.
    pub(super) const UNMET: Distance = Distance(FAR);

    /// As a feature: logarithmic, 255 where there is none.
    pub(super) fn byte(self) -> u8 {
        if self.0 >= FAR { u8::MAX } else { log(self.0) }
    }

    /// Goes one block on, over one that is or is not what is looked for.
    pub(super) fn step(&mut self, is_here: bool) {
        self.0 = if is_here { 0 } else { (self.0 + 1).min(FAR) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_grows_from_where_it_was_met() {
        let mut distance = Distance::UNMET;
        distance.step(false);
        assert_eq!(distance.byte(), 255);
        distance.step(true);
        assert_eq!(distance.byte(), 0);
        distance.step(false);
        assert_eq!(distance.byte(), log(1));
    }
}
