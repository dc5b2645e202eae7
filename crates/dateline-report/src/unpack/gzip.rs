//! gzip, of one member or many; behind a damaged member the next one is looked for. A cut
//! member shows only when what follows makes no sense any more, so the one or two behind it can be lost with it.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

use super::{Ctx, Flow, Metered, walk};

/// What stands between a damaged member and the next: ends a record of a web archive, and is blank lines elsewhere.
const GAP: &[u8] = b"\r\n\r\n";

/// The contents of all members as one stream.
struct Members<R> {
    now: Option<Now<R>>,
    damaged: u64,
    gap: &'static [u8],
}

enum Now<R> {
    Inside(Box<GzDecoder<R>>),
    Between(R),
}

impl<R: BufRead> Members<R> {
    fn new(from: R) -> Self {
        Self { now: Some(Now::Between(from)), damaged: 0, gap: &[] }
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.gap.is_empty() {
                return self.gap.read(out);
            }
            match self.now.take() {
                None => return Ok(0),
                Some(Now::Between(mut from)) => {
                    if !next_member(&mut from)? {
                        return Ok(0);
                    }
                    self.now = Some(Now::Inside(Box::new(GzDecoder::new(from))));
                }
                Some(Now::Inside(mut member)) => match member.read(out) {
                    Ok(0) if !out.is_empty() => self.now = Some(Now::Between(member.into_inner())),
                    Ok(n) => {
                        self.now = Some(Now::Inside(member));
                        return Ok(n);
                    }
                    Err(e) if e.kind() == io::ErrorKind::Interrupted => self.now = Some(Now::Inside(member)),
                    Err(_) => {
                        self.damaged += 1;
                        self.gap = GAP;
                        self.now = Some(Now::Between(member.into_inner()));
                    }
                },
            }
        }
    }
}

/// Moves to the next place that looks like the head of a member.
fn next_member(from: &mut impl BufRead) -> io::Result<bool> {
    const MAGIC: [u8; 3] = [0x1f, 0x8b, 0x08];
    loop {
        let seen = from.fill_buf()?;
        let skip = match seen.iter().position(|b| *b == MAGIC[0]) {
            _ if seen.is_empty() => return Ok(false),
            None => seen.len(),
            // A head cut by the end of the buffer is tried; if it is none, that costs a byte.
            Some(0) if seen.len() < MAGIC.len() || seen.starts_with(&MAGIC) => return Ok(true),
            Some(0) => 1,
            Some(n) => n,
        };
        from.consume(skip);
    }
}

pub(super) fn gzip(place: &str, name: &str, input: &mut dyn BufRead, ctx: &mut Ctx<'_>) -> Flow {
    let mut members = Members::new(input);
    let flow = {
        let metered = Metered { inner: &mut members, left: ctx.left };
        walk(place, name, &mut BufReader::with_capacity(1 << 16, metered), ctx)
    };
    if flow.is_continue() && members.damaged > 0 {
        let text = match members.damaged {
            1 => "has a damaged or cut gzip member; what could be unpacked was read, fetch it again for the rest"
                .to_string(),
            n => format!("has {n} damaged gzip members; what could be unpacked was read, fetch it again for the rest"),
        };
        return ctx.fault(place, text);
    }
    flow
}
