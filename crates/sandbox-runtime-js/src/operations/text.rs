//! Text and its encodings, as the WHATWG Encoding standard has them.

use encoding_rs::Encoding;
use sandbox_host::Guest;
use sandbox_host::price::Bill;

use super::{Arguments, Reply};
use crate::failure::{Failure, Fault};

/// `text.encode(text)`: UTF-8.
pub(super) fn encode(_: &mut Guest<'_>, arguments: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    let bytes = arguments.text(0).as_bytes().to_vec();
    Ok(Reply::Bytes(bytes))
}

/// `text.label(label)`: the name of the encoding that goes by this label.
pub(super) fn label(_: &mut Guest<'_>, arguments: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    Ok(Reply::Text(encoding(arguments.text(0))?.name().to_ascii_lowercase()))
}

/// `text.decode(label, bytes, fatal, keepBom)`.
pub(super) fn decode(_: &mut Guest<'_>, arguments: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    let encoding = encoding(arguments.text(0))?;
    let (bytes, fatal) = (arguments.bytes(1), arguments.flag(2));
    let (text, malformed) = if arguments.flag(3) {
        encoding.decode_without_bom_handling(bytes)
    } else {
        encoding.decode_with_bom_removal(bytes)
    };
    if fatal && malformed {
        let message = format!(
            "The encoded data was not valid for encoding {}",
            encoding.name().to_ascii_lowercase()
        );
        return Err(Failure::of("TypeError", Some("ERR_ENCODING_INVALID_ENCODED_DATA"), &message).into());
    }
    Ok(Reply::Text(text.into_owned()))
}

fn encoding(label: &str) -> Result<&'static Encoding, Fault> {
    Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(|| {
        let shown: String = label.chars().take(40).collect();
        Failure::of(
            "RangeError",
            Some("ERR_ENCODING_NOT_SUPPORTED"),
            &format!("The \"{shown}\" encoding is not supported"),
        )
        .into()
    })
}
