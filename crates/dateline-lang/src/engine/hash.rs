//! Hashing of strings and feature templates. Part of the weights' meaning: a change here needs new weights.

/// FNV-1a over bytes, folded to 32 bits.
#[must_use]
pub fn text(bytes: impl IntoIterator<Item = u8>) -> u32 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    (hash ^ (hash >> 32)) as u32
}

/// Key of a feature: number of its template and up to three values (finaliser of SplitMix64).
#[must_use]
#[inline]
pub fn key(template: u32, a: u32, b: u32, c: u32) -> u32 {
    let mut x = (u64::from(a) << 32 | u64::from(b))
        .wrapping_add((u64::from(c) << 17 | u64::from(template)).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (x ^ (x >> 31)) as u32
}
