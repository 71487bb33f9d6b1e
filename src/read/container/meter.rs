//! Counts the bytes that come out of an archive, and stops them where they are too many.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use super::Spot;
use crate::error::ContainerFailure;

/// What may still come out of an archive.
#[derive(Debug)]
pub(super) struct Meter {
    packed: u64,
    allowance: u64,
    left: Cell<u64>,
    /// What may come before [`Meter::allow`] is called again, and the limit that this means.
    piece: Cell<Option<(u64, u64)>>,
}

impl Meter {
    /// Allows so many bytes to come out of an archive of `packed` bytes.
    pub(super) const fn new(packed: u64, allowance: u64) -> Self {
        Self { packed, allowance, left: Cell::new(allowance), piece: Cell::new(None) }
    }

    /// Allows so many bytes until this is called again, for a piece that is limited to `limit`.
    pub(super) fn allow(&self, piece: Option<u64>, limit: u64) {
        self.piece.set(piece.map(|piece| (piece, limit)));
    }

    /// Which limit has been reached.
    pub(super) fn spent(&self) -> Option<ContainerFailure> {
        if self.left.get() == 0 {
            return Some(ContainerFailure::Bomb { packed: self.packed, limit: self.allowance });
        }
        match self.piece.get() {
            Some((0, limit)) => Some(ContainerFailure::TooLarge { limit }),
            _ => None,
        }
    }

    /// Bytes that may be read at once.
    fn room(&self) -> u64 {
        self.piece.get().map_or(self.left.get(), |(piece, _)| piece.min(self.left.get()))
    }

    fn count(&self, bytes: u64) {
        self.left.set(self.left.get().saturating_sub(bytes));
        self.piece.set(self.piece.get().map(|(piece, limit)| (piece.saturating_sub(bytes), limit)));
    }
}

/// A reader whose bytes are counted.
pub(super) struct Metered<R> {
    inner: R,
    meter: Option<Rc<Meter>>,
}

impl<R> Metered<R> {
    pub(super) fn new(inner: R, spot: &Spot) -> Self {
        Self { inner, meter: spot.meter.clone() }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(meter) = &self.meter else { return self.inner.read(buffer) };
        let room = usize::try_from(meter.room()).unwrap_or(usize::MAX);
        if room == 0 {
            return Err(io::Error::other("more than is allowed"));
        }
        let length = buffer.len().min(room);
        let read = self.inner.read(buffer.get_mut(..length).unwrap_or_default())?;
        meter.count(read as u64);
        Ok(read)
    }
}
