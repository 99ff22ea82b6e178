//! Base64 with padding (RFC 4648, section 4), strict: one text for every value.

/// Decodes; `None` for anything but canonical base64.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(4) {
        return None;
    }
    let padding = digits.iter().rev().take_while(|digit| **digit == b'=').count();
    if padding > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3);
    for quad in digits[..digits.len() - padding].chunks(4) {
        let mut value = 0_u32;
        for digit in quad {
            value = value << 6 | u32::from(sextet(*digit)?);
        }
        value <<= 6 * (4 - quad.len());
        let [_, decoded @ ..] = value.to_be_bytes();
        let kept = quad.len() - 1;
        // Bits that belong to no byte are zero in what an encoder writes.
        if decoded[kept..].iter().any(|rest| *rest != 0) {
            return None;
        }
        bytes.extend_from_slice(&decoded[..kept]);
    }
    Some(bytes)
}

fn sextet(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_examples_decode() {
        for (text, bytes) in [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("Zm9vYmE=", "fooba"),
            ("Zm9vYmFy", "foobar"),
        ] {
            assert_eq!(decode(text).unwrap(), bytes.as_bytes());
        }
        assert_eq!(decode("AP/+/w==").unwrap(), [0, 0xff, 0xfe, 0xff]);
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "Z", "Zg", "Zg=", "Zg===", "====", "Zh==", "Zm9=", "Zm9v\n", "Z g=", "Zg==Zg==", "Zm-_", "é===",
        ] {
            assert_eq!(decode(text), None, "{text:?}");
        }
    }
}
