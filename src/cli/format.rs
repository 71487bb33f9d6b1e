//! The formats of results, as they are typed.

use leitmotif::export::ExportFormat;
use leitmotif::export::bibliography::BibliographyFormat;
use leitmotif::export::network::NetworkFormat;

/// The form of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Rows and columns.
    Table(ExportFormat),
    /// References for the programs that manage them.
    Bibliography(BibliographyFormat),
    /// Networks for the programs that draw them.
    Network(NetworkFormat),
    /// A stream of papers in the IPC format of Apache Arrow.
    #[cfg(feature = "arrow")]
    Arrow,
}

pub(super) fn parse_format(name: &str) -> Result<Format, String> {
    if let Ok(format) = name.parse() {
        return Ok(Format::Bibliography(format));
    }
    if let Ok(format) = name.parse() {
        return Ok(Format::Network(format));
    }
    #[cfg(feature = "arrow")]
    if name == "arrow" {
        return Ok(Format::Arrow);
    }
    let names = BibliographyFormat::NAMES.join(", ");
    let networks = NetworkFormat::NAMES.join(", ");
    let format = name.parse::<ExportFormat>();
    format.map(Format::Table).map_err(|error| {
        format!("{error}; for references and works also {names}; for networks {networks}")
    })
}
