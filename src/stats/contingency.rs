//! Two-by-two tables: what two events have in common.
//!
//! ```text
//!                 item      other items
//! node            o11       o12            r1
//! elsewhere       o21       o22            r2
//!                 c1        c2             n
//! ```
//!
//! For collocations the rows are places near the node and elsewhere; for keyness they are the
//! target and the reference corpus. The expected count of a cell under independence is `row total ×
//! column total / n` (S. Evert 2008, Corpora and collocations, in Lüdeling & Kytö (eds), *Corpus
//! linguistics: an international handbook*).

/// A two-by-two table of counts.
///
/// ```
/// use leitmotif::stats::contingency::Contingency;
/// let table = Contingency::new(10, 20, 30, 1000).unwrap();
/// assert_eq!((table.o12(), table.o21(), table.o22()), (10.0, 20.0, 960.0));
/// assert_eq!(table.e11(), 0.6);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contingency {
    o11: u64,
    r1: u64,
    c1: u64,
    n: u64,
}

#[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
impl Contingency {
    /// The table with `o11` common events among `r1` of the row, `c1` of the column and `n` in all;
    /// `None` where no table has these totals.
    #[must_use]
    pub const fn new(o11: u64, r1: u64, c1: u64, n: u64) -> Option<Self> {
        let fits = o11 <= r1 && o11 <= c1 && r1 <= n && c1 <= n && r1 - o11 <= n - c1;
        if fits { Some(Self { o11, r1, c1, n }) } else { None }
    }

    /// The table of an item that occurs `target` times among `target_total` tokens and `reference`
    /// times among `reference_total`; `None` where an item occurs more often than there are tokens.
    #[must_use]
    pub const fn of_corpora(
        target: u64,
        target_total: u64,
        reference: u64,
        reference_total: u64,
    ) -> Option<Self> {
        match (target.checked_add(reference), target_total.checked_add(reference_total)) {
            (Some(c1), Some(n)) if reference <= reference_total => {
                Self::new(target, target_total, c1, n)
            }
            _ => None,
        }
    }

    /// Common events.
    #[must_use]
    pub const fn o11(&self) -> f64 {
        self.o11 as f64
    }

    /// Events of the row without the column.
    #[must_use]
    pub const fn o12(&self) -> f64 {
        (self.r1 - self.o11) as f64
    }

    /// Events of the column without the row.
    #[must_use]
    pub const fn o21(&self) -> f64 {
        (self.c1 - self.o11) as f64
    }

    /// Events of neither.
    #[must_use]
    pub const fn o22(&self) -> f64 {
        (self.n - self.c1 - (self.r1 - self.o11)) as f64
    }

    /// Total of the row.
    #[must_use]
    pub const fn r1(&self) -> f64 {
        self.r1 as f64
    }

    /// Total of the other row.
    #[must_use]
    pub const fn r2(&self) -> f64 {
        (self.n - self.r1) as f64
    }

    /// Total of the column.
    #[must_use]
    pub const fn c1(&self) -> f64 {
        self.c1 as f64
    }

    /// Total of the other column.
    #[must_use]
    pub const fn c2(&self) -> f64 {
        (self.n - self.c1) as f64
    }

    /// All events.
    #[must_use]
    pub const fn n(&self) -> f64 {
        self.n as f64
    }

    /// Common events expected under independence; 0 for an empty table.
    #[must_use]
    pub fn e11(&self) -> f64 {
        self.expected(self.r1(), self.c1())
    }

    /// Observed and expected counts of the four cells, row by row.
    #[must_use]
    pub fn cells(&self) -> [(f64, f64); 4] {
        [
            (self.o11(), self.e11()),
            (self.o12(), self.expected(self.r1(), self.c2())),
            (self.o21(), self.expected(self.r2(), self.c1())),
            (self.o22(), self.expected(self.r2(), self.c2())),
        ]
    }

    /// 1 where the events attract each other or are independent, -1 where they repel each other.
    #[must_use]
    pub fn sign(&self) -> f64 {
        if self.o11() < self.e11() { -1.0 } else { 1.0 }
    }

    /// The counts as they are: `o11`, `r1`, `c1`, `n`.
    #[must_use]
    pub const fn counts(&self) -> [u64; 4] {
        [self.o11, self.r1, self.c1, self.n]
    }

    fn expected(&self, row: f64, column: f64) -> f64 {
        if self.n == 0 { 0.0 } else { row * column / self.n() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_totals_make_no_table() {
        assert_eq!(Contingency::new(3, 2, 5, 10), None);
        assert_eq!(Contingency::new(0, 6, 6, 10), None);
        assert_eq!(Contingency::of_corpora(2, 10, 6, 5), None);
        assert_eq!(Contingency::of_corpora(1, u64::MAX, 0, 1), None);
        assert!(Contingency::new(0, 0, 0, 0).is_some());
    }
}
