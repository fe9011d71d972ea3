//! The formats of an export, and what HTTP and files call them.

/// How the table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    Csv,
    Parquet,
    Xlsx,
    Ndjson,
}

/// For whom a CSV is written: any program, or a French spreadsheet that opens it by a double click.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Profil {
    #[default]
    Standard,
    Excel,
}

impl Format {
    pub const TOUS: [Self; 4] = [Self::Csv, Self::Parquet, Self::Xlsx, Self::Ndjson];

    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Xlsx => "xlsx",
            Self::Ndjson => "ndjson",
        }
    }

    #[must_use]
    pub const fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ndjson => "application/x-ndjson",
        }
    }
}
