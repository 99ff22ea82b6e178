//! Base64, forgiving as the web's `atob`.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD, URL_SAFE_NO_PAD};
use sandbox_host::Guest;
use sandbox_host::price::Bill;

use super::{Arguments, Reply};
use crate::failure::{Failure, Fault};

/// The standard's decoder: padding is taken away before, bits left over are ignored.
const FORGIVING: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// `base64.encode(bytes, urlSafe)`.
pub(super) fn encode(_: &mut Guest<'_>, arguments: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    let bytes = arguments.bytes(0);
    let text = if arguments.flag(1) {
        URL_SAFE_NO_PAD.encode(bytes)
    } else {
        STANDARD.encode(bytes)
    };
    Ok(Reply::Text(text))
}

/// `base64.decode(text)`, as the WHATWG Infra standard's "forgiving-base64 decode".
pub(super) fn decode(_: &mut Guest<'_>, arguments: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    let bytes = forgiving(arguments.text(0)).ok_or_else(|| {
        Failure::of(
            "InvalidCharacterError",
            None,
            "The string to be decoded is not correctly encoded.",
        )
    })?;
    Ok(Reply::Bytes(bytes))
}

fn forgiving(text: &str) -> Option<Vec<u8>> {
    let mut data: Vec<u8> = text
        .bytes()
        .filter(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c'))
        .collect();
    if data.len().is_multiple_of(4) {
        for _ in 0..2 {
            data.pop_if(|last| *last == b'=');
        }
    }
    FORGIVING.decode(&data).ok()
}

#[cfg(test)]
mod tests {
    use super::forgiving;

    #[test]
    fn decodes_what_the_standard_allows_and_no_more() {
        assert_eq!(forgiving(" aGk= \n").as_deref(), Some(&b"hi"[..]));
        assert_eq!(forgiving("aGk").as_deref(), Some(&b"hi"[..]));
        assert_eq!(forgiving("aGl").as_deref(), Some(&b"hi"[..]), "bits left over");
        assert_eq!(forgiving("").as_deref(), Some(&b""[..]));
        for wrong in ["a", "aGk==", "a===", "aG-_", "=", "aGk=a", "é"] {
            assert_eq!(forgiving(wrong), None, "{wrong}");
        }
    }
}
