//! `cargo xtask fuzz --readers [KIND] [--minutes N] [--seed N] [--out DIR]`: hostile bytes for the readers of formats.
//!
//! A small sound file of each kind is changed byte by byte: cut, doubled, shuffled, its numbers and signs replaced, a piece repeated to great
//! length. What comes out is unpacked, and each record read as a report. A file that panics or takes too long is kept, and the exit code is 1.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use dateline_report::{FieldMap, Found, FurnitureRules, GivenMeta, Limits, Source, read_report_limited, unpack};

use crate::fuzz::{Dice, worked};

/// Largest record and whole that is let in: the time must grow with the bytes, which shows on files of a megabyte.
const MOST: u64 = 1 << 20;
/// A file may take this long, and so long for each of its bytes. What a file unpacks to counts by the limit above.
const START: Duration = Duration::from_millis(1500);
const BYTE: Duration = Duration::from_micros(5);

/// What is put in place of bytes.
const ODD: &[&[u8]] = &[
    b"\0",
    b"\xff",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\r\n\r\n",
    b"\r\n",
    b"\n",
    b"<",
    b">",
    b"</",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"&#x110000;",
    b"&#0;",
    b"&a;",
    b"\"",
    b"'",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"\\u0000",
    b"\\ud800",
    b"-1",
    b"0",
    b"4294967296",
    b"99999999999999999999",
    b"1e999",
    b"=?utf-8?b?",
    b"=\r\n",
    b"--b",
    b"--b--",
    b"WARC/1.0\r\n",
    b"Content-Length: ",
    b"HTTP/1.1 200\r\n",
    b"\x1f\x8b\x08",
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"PK\x05\x06",
    b"../",
    b"/",
    b"<div>",
    b"<p>",
    b"<table><tr><td>",
    b"<script>",
    b"<a href=x>",
    b"<article class='article-body comments'>",
    b"<time datetime='",
    b"3 Feb 2031",
    b"31.02.2031",
];

const PAGE: &str = "<!doctype html><html><head><title>Ice shuts port - Kotka Post</title><meta property='og:description' content='The port of Kotka was shut on Friday after ice broke its cranes.'>\
<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Ice shuts port\",\"datePublished\":\"2031-02-03T10:00:00Z\",\"author\":[{\"name\":\"Ada Noor\"}]}</script></head>\
<body><nav><ul><li><a href='/'>Home</a></li></ul></nav><header><h1>Ice shuts port</h1><p class='standfirst'>The port of Kotka was shut on Friday after ice broke its cranes.</p><time datetime='2031-02-03'>3 Feb 2031</time></header>\
<article><div class='article-body'><p>The harbour master said that <b>two</b> cranes were broken, and that ships wait outside the bay for the fleet.</p><h2>Read more</h2><ul class='related'><li><a href='/2'>Other</a></li></ul>\
<figure><img src='x.jpg'><figcaption>The port. Photo: Noor</figcaption></figure><p>Ships wait, and the mayor asked the fleet for help on Saturday morning, when the wind turned.</p></div></article><footer>Kotka Post</footer></body></html>";

fn warc() -> Vec<u8> {
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}");
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://k.example/1\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
        http.len()
    );
    record.repeat(3).into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let _ = out.write_all(bytes);
    out.finish().unwrap_or_default()
}

/// A sound tar file of one member, by hand: what it takes is its head.
fn tar(name: &str, content: &[u8]) -> Vec<u8> {
    let mut head = [0_u8; 512];
    let fields: [(usize, String); 5] = [
        (0, name.into()),
        (100, "0000644".into()),
        (124, format!("{:011o}", content.len())),
        (136, "00000000000".into()),
        (148, "        ".into()),
    ];
    for (at, text) in fields {
        head[at..at + text.len()].copy_from_slice(text.as_bytes());
    }
    head[156] = b'0';
    head[257..265].copy_from_slice(b"ustar\x0000");
    let sum: u32 = head.iter().map(|b| u32::from(*b)).sum();
    head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let mut out = head.to_vec();
    out.extend_from_slice(content);
    out.resize(out.len().next_multiple_of(512) + 1024, 0);
    out
}

/// A zip file of one stored member; sums of zero, which a reader may complain about or not.
fn zip(name: &str, content: &[u8]) -> Vec<u8> {
    let (size, long) = ((content.len() as u32).to_le_bytes(), (name.len() as u16).to_le_bytes());
    let mut out = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec();
    out.extend([size, size].concat());
    out.extend(long);
    out.extend([0, 0]);
    out.extend(name.as_bytes());
    out.extend(content);
    let at = (out.len() as u32).to_le_bytes();
    out.extend(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0");
    out.extend([size, size].concat());
    out.extend(long);
    out.extend([0; 16]);
    out.extend(name.as_bytes());
    let length = (out.len() as u32 - u32::from_le_bytes(at)).to_le_bytes();
    out.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    out.extend([length, at].concat());
    out.extend([0, 0]);
    out
}

/// Kind, file name, a sound file.
fn seeds() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let text = |s: &str| s.as_bytes().to_vec();
    vec![
        ("html", "a.html", text(PAGE)),
        ("warc", "a.warc", warc()),
        ("warc", "a.warc.gz", [gzip(&warc()), gzip(&warc())].concat()),
        ("tar", "a.tar", tar("a.html", PAGE.as_bytes())),
        ("tar", "a.tar.gz", gzip(&tar("a.html", PAGE.as_bytes()))),
        ("zip", "a.zip", zip("a.html", PAGE.as_bytes())),
        (
            "json",
            "a.jsonl",
            text(
                "{\"title\":\"A\",\"text\":\"One.\",\"date\":\"2031-02-03\",\"url\":\"https://k.example/1\"}\n{\"headline\":\"C\",\"articleBody\":\"Three.\",\"author\":[{\"name\":\"Ada Noor\"}]}\n",
            ),
        ),
        (
            "json",
            "a.json",
            text("{\"docs\":[{\"_source\":{\"body\":\"One.\",\"timestamp\":1928313600}},{\"body\":\"Two.\"}]}"),
        ),
        (
            "table",
            "a.csv",
            text("date,headline,text\n2031-02-03,\"Ice, again\",\"The port\nwas shut.\"\n2031-02-04,B,Two.\n"),
        ),
        (
            "feed",
            "a.xml",
            text(
                "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Kotka Post</title><item><title>Ice &amp; wind</title><link>https://k.example/1</link><pubDate>Mon, 03 Feb 2031 10:00:00 +0200</pubDate><description><![CDATA[<p>The port was shut.</p>]]></description></item></channel></rss>",
            ),
        ),
        (
            "feed",
            "s.xml",
            text(
                "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>https://k.example/1</loc><lastmod>2031-02-03</lastmod></url></urlset>",
            ),
        ),
        (
            "news",
            "n.xml",
            text(
                "<newsItem guid=\"urn:x:1\" xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><itemMeta><versionCreated>2031-02-03T12:00:00Z</versionCreated></itemMeta><contentMeta><by>By Ada Noor</by><headline>Ice shuts port</headline></contentMeta><contentSet><inlineXML><html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>The port was shut.</p></body></html></inlineXML></contentSet></newsItem>",
            ),
        ),
        (
            "mail",
            "a.eml",
            text(
                "From: Kotka Post <news@k.example>\r\nSubject: =?utf-8?q?Ice?= shuts port\r\nDate: Mon, 03 Feb 2031 10:00:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nThe port was shut.\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>The caf=C3=A9 was shut.</p>\r\n--b--\r\n",
            ),
        ),
    ]
}

fn change(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=dice.below(12) {
        if out.is_empty() {
            break;
        }
        let at = dice.below(out.len());
        let to = (at + 1 + dice.below(40)).min(out.len());
        match dice.below(8) {
            0 => drop(out.splice(at..at, dice.of(ODD).iter().copied())),
            1 => drop(out.splice(at..to, dice.of(ODD).iter().copied())),
            2 => drop(out.drain(at..to)),
            3 => out[at] ^= 1 << dice.below(8),
            4 => {
                let piece = out[at..to].to_vec();
                let other = dice.below(out.len());
                out.splice(other..other, piece);
            }
            5 if dice.below(4) == 0 => out.truncate(at),
            6 if dice.below(6) == 0 => {
                let piece = out[at..to].repeat((1 << (4 + dice.below(14))) / (to - at) + 1);
                out.splice(at..at, piece);
            }
            7 => {
                // Digits say lengths, sizes and places.
                if let Some(n) = out.iter().skip(at).position(u8::is_ascii_digit) {
                    out[at + n] = b'0' + (dice.below(10) as u8);
                }
            }
            _ => {}
        }
    }
    out
}

fn read(name: &str, bytes: &[u8], rules: &FurnitureRules) {
    let limits = Limits { record: MOST, whole: MOST, ..Limits::default() };
    let source = Source { name, bytes: Cursor::new(bytes), fields: &FieldMap::default() };
    let mut left = 200;
    unpack(source, &limits, &mut |found| {
        if let Found::Record(record) = found {
            let name = if record.place.is_empty() { name } else { record.place.as_str() };
            let _ = read_report_limited(name, &record.bytes, &record.given, rules, MOST as usize);
            let _ = read_report_limited(name, &record.bytes, &GivenMeta::default(), rules, MOST as usize);
        }
        left -= 1;
        if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
}

/// Runs `fuzz --readers` with the arguments after it.
pub(crate) fn run(args: &[String]) -> ExitCode {
    let value = |name: &str| args.iter().position(|a| a == name).and_then(|at| args.get(at + 1));
    let number = |name: &str, usual: u64| value(name).and_then(|v| v.parse().ok()).unwrap_or(usual);
    let length = Duration::from_secs(60 * number("--minutes", 10));
    let out = value("--out").map_or_else(|| PathBuf::from("target/fuzz"), PathBuf::from);
    let mut dice = Dice(number("--seed", 1));
    let wanted = value("--readers").filter(|v| !v.starts_with("--"));
    let seeds: Vec<_> = seeds().into_iter().filter(|(kind, _, _)| wanted.is_none_or(|w| w == kind)).collect();
    let rules = match FurnitureRules::load(&dateline_data::DataSet::built_in()) {
        Ok(rules) if !seeds.is_empty() => rules,
        Ok(_) => {
            eprintln!("there is no such kind; html, warc, tar, zip, json, table, feed, news and mail are");
            return ExitCode::from(2);
        }
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    #[expect(clippy::disallowed_methods, reason = "how long to go on, and how long a file takes")]
    let now = Instant::now;
    let begin = now();
    let (mut runs, mut size, mut faults, mut slowest) = (0_usize, 0_usize, 0_usize, 0.0_f64);
    while begin.elapsed() < length {
        let (_, name, sound) = dice.of(&seeds);
        let bytes = change(sound, &mut dice);
        let start = worked(begin);
        let fine = catch_unwind(AssertUnwindSafe(|| read(name, &bytes, &rules))).is_ok();
        let took = worked(begin) - start;
        let share = took.as_secs_f64() / (START + BYTE * bytes.len() as u32).as_secs_f64();
        (runs, size, slowest) = (runs + 1, size + bytes.len(), slowest.max(share));
        if !fine || share > 1.0 {
            faults += 1;
            let kept = out.join(format!("{}-{runs}-{name}", if fine { "slow" } else { "panic" }));
            let saved = std::fs::create_dir_all(&out).and_then(|()| std::fs::write(&kept, &bytes));
            println!("{} bytes in {took:.1?}, kept as {} ({saved:?})", bytes.len(), kept.display());
        }
    }
    println!(
        "{runs} files, {size} bytes in {:.0?}: {faults} faults; the slowest took {:.0} % of the time allowed",
        begin.elapsed(),
        100.0 * slowest
    );
    if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
