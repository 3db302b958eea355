//! Lower-case hex by arithmetic, without a table or a branch that depends on a digit, so that neither
//! the cache nor the time taken reveals anything about a signature.

/// Decodes 64 digits, or returns `None` if one of them is not a lower-case hex digit.
pub(super) fn decode(digits: &[u8; 64]) -> Option<[u8; 32]> {
    let (pairs, _) = digits.as_chunks::<2>();
    let mut bytes = [0; 32];
    let mut seen = 0;
    for (byte, pair) in bytes.iter_mut().zip(pairs) {
        let [high, low] = pair.map(value);
        seen |= high;
        seen |= low;
        *byte = (high << 4) | low;
    }
    (seen <= 0x0f).then_some(bytes)
}

/// Encodes 32 bytes.
pub(crate) fn encode(bytes: &[u8; 32]) -> [u8; 64] {
    let mut digits = [0; 64];
    let (pairs, _) = digits.as_chunks_mut::<2>();
    for (pair, byte) in pairs.iter_mut().zip(bytes) {
        *pair = [byte >> 4, byte & 0x0f].map(digit);
    }
    digits
}

/// Returns the value of a digit, or 0xff for any other byte.
fn value(digit: u8) -> u8 {
    let number = i16::from(digit) - i16::from(b'0');
    let letter = i16::from(digit) - i16::from(b'a') + 10;
    let is_number = mask_within(number, 0, 9);
    let is_letter = mask_within(letter, 10, 15);
    ((number & is_number) | (letter & is_letter) | !(is_number | is_letter)) as u8
}

/// Returns the digit of a value below 16.
fn digit(value: u8) -> u8 {
    let is_letter = mask_within(i16::from(value), 10, 15) as u8;
    b'0' + value + (is_letter & (b'a' - b'0' - 10))
}

/// Returns all ones if `low <= value <= high`, and zero otherwise.
fn mask_within(value: i16, low: i16, high: i16) -> i16 {
    // Outside the range, one of the differences is negative, and the shift fills the word with its sign.
    !(((value - low) | (high - value)) >> 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_the_value_that_char_gives_it_or_none() {
        for byte in 0..=u8::MAX {
            let expected = match byte {
                b'A'..=b'F' => None,
                _ => char::from(byte).to_digit(16),
            };
            assert_eq!(u32::from(value(byte)), expected.unwrap_or(0xff));
        }
    }

    #[test]
    fn encoded_bytes_decode_to_themselves() {
        for start in 0..=u8::MAX {
            let bytes: [u8; 32] = std::array::from_fn(|i| start.wrapping_add(i as u8));
            let digits = encode(&bytes);
            assert!(digits.iter().all(|d| b"0123456789abcdef".contains(d)));
            assert_eq!(decode(&digits), Some(bytes));
        }
    }

    #[test]
    fn one_wrong_digit_anywhere_is_rejected() {
        for position in 0..64 {
            let mut digits = [b'a'; 64];
            digits[position] = b'G';
            assert_eq!(decode(&digits), None);
        }
    }

    #[test]
    fn wrong_digits_do_not_cancel_out() {
        for position in 0..63 {
            let mut digits = [b'a'; 64];
            digits[position] = b'G';
            digits[position + 1] = b'G';
            assert_eq!(decode(&digits), None);
        }
        assert_eq!(decode(&[b'G'; 64]), None);
    }
}
