//! Decode: from bytes to characters, with the way back.

use crate::pipeline::About;
use crate::text::{SourceMap, Text};
use serde::{Deserialize, Serialize};

/// How bytes are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct DecodeConfig {
    /// Read everything in this charset, whatever the bytes say. Default: find out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charset: Option<String>,
}

/// On what ground the charset is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// A byte order mark.
    ByteOrderMark,
    /// All of it is valid UTF-8.
    ValidUtf8,
    /// The recipe says so.
    Forced,
    /// A declaration, where the bytes left a choice.
    Declared,
    /// The bytes look like it.
    Detected,
}

/// How the bytes were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decoding {
    /// The charset, by its WHATWG name.
    pub charset: &'static str,
    /// Why it is believed.
    pub ground: Ground,
    /// How many characters could not be decoded and are U+FFFD now.
    pub lost_chars: usize,
    /// The rule that refused the bytes, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejected: Option<&'static str>,
}

/// Text, and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, mapped to the bytes.
    pub text: Text,
    /// How it was read.
    pub decoding: Decoding,
}

/// Reads bytes as text.
#[must_use]
pub fn decode(bytes: &[u8], _about: &About<'_>, _config: &DecodeConfig) -> Decoded {
    let chars = String::from_utf8_lossy(bytes).into_owned();
    let map = SourceMap::identity(chars.len());
    Decoded {
        text: Text::new(chars, map),
        decoding: Decoding { charset: "UTF-8", ground: Ground::ValidUtf8, lost_chars: 0, rejected: None },
    }
}
