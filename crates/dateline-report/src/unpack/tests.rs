//! Each format with files built here, and hostile ones.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

fn read(name: &str, bytes: &[u8]) -> (Vec<Record>, Vec<String>) {
    limited(name, bytes, &Limits::default())
}

fn limited(name: &str, bytes: &[u8], limits: &Limits) -> (Vec<Record>, Vec<String>) {
    let (mut records, mut faults) = (Vec::new(), Vec::new());
    let source = Source { name, bytes: Cursor::new(bytes), fields: &FieldMap::default() };
    unpack(source, limits, &mut |found| {
        match found {
            Found::Record(record) => records.push(*record),
            Found::Listed { place, url, .. } => faults.push(format!("{place} lists {url}")),
            Found::Fault { place, text } => faults.push(format!("{place} {text}")),
        }
        ControlFlow::Continue(())
    });
    (records, faults)
}

fn places(records: &[Record]) -> Vec<&str> {
    records.iter().map(|r| r.place.as_str()).collect()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn warc_record(url: &str, page: &str, length: Option<usize>) -> Vec<u8> {
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    let length = length.unwrap_or(http.len());
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n{http}\r\n\r\n"
    )
    .into_bytes()
}

fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn a_file_that_is_one_report() {
    for (name, text) in [
        ("a.txt", "Ice shuts port\n\nThe port was shut, the mayor said."),
        ("a.html", "<html><body><p>x</p></body></html>"),
        ("a.txt", "[Related] One\nTwo"),
        ("a.txt", "Who: me, you\nWhat: text"),
    ] {
        let (records, faults) = read(name, text.as_bytes());
        assert_eq!((places(&records), faults.len()), (vec![""], 0), "{text}");
        assert_eq!(records[0].bytes, text.as_bytes());
    }
}

#[test]
fn json_of_every_shape() {
    let lines = "{\"title\":\"A\",\"maintext\":\"One.\",\"date_publish\":\"2031-02-03 10:00:00\",\"source_domain\":\"x.example\"}\nnot json\n{\"title\":\"B\"}\n{\"headline\":\"C\",\"articleBody\":\"Three.\",\"author\":[{\"@type\":\"Person\",\"name\":\"Ada Noor\"}],\"datePublished\":\"2031-02-03T10:00:00+02:00\",\"dateModified\":\"2031-02-04\"}\n";
    let (records, faults) = read("dump.jsonl", lines.as_bytes());
    assert_eq!(places(&records), ["#1", "#4"]);
    assert_eq!(records[0].bytes, b"A\n\nOne.");
    assert_eq!(records[1].given.authors, ["Ada Noor"]);
    assert_eq!(records[1].given.published_at.as_deref(), Some("2031-02-03T10:00:00+02:00"));
    assert_eq!(records[1].given.modified_at.as_deref(), Some("2031-02-04"));
    assert!(faults[0].starts_with("#2 is no JSON") && faults[1].starts_with("#3 holds no text"), "{faults:?}");
    let array = "[{\"text\":\"One.\"},{\"text\":\"Two.\"}, {\"text\":";
    let (records, faults) = read("a.json", array.as_bytes());
    assert_eq!((places(&records), faults.len()), (vec!["#1", "#2"], 1));
    let answer =
        "{\"status\":\"ok\",\"response\":{\"docs\":[{\"_source\":{\"body\":\"One.\",\"timestamp\":1928313600}}]}}";
    let (records, _) = read("a.json", answer.as_bytes());
    assert_eq!(records[0].given.published.map(|d| d.to_string()).as_deref(), Some("2031-02-08"));
    let feed = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Kotka Post\",\"items\":[{\"id\":\"1\",\"title\":\"T\",\"content_html\":\"<p>One.</p>\"}]}";
    let (records, _) = read("feed", feed.as_bytes());
    assert_eq!((records[0].given.outlet.as_deref(), records[0].given.id.as_deref()), (Some("Kotka Post"), Some("1")));
}

#[test]
fn tables() {
    let (records, faults) =
        read("t.csv", "date,headline,text\n2031-02-03,\"Ice, again\",\"The port\nwas shut.\"\n,,\n".as_bytes());
    assert_eq!(places(&records), ["#1"]);
    assert_eq!(records[0].bytes, b"Ice, again\n\nThe port\nwas shut.");
    assert!(faults[0].starts_with("#2 has no text"), "{faults:?}");
    let map = FieldMap::parse("text=Inhalt,title=Kopf").unwrap();
    let source = Source { name: "t.tsv", bytes: Cursor::new("Kopf\tInhalt\nA\tB\n"), fields: &map };
    let mut seen = 0;
    unpack(source, &Limits::default(), &mut |f| {
        seen += usize::from(matches!(f, Found::Record(r) if r.bytes == b"A\n\nB"));
        ControlFlow::Continue(())
    });
    assert_eq!(seen, 1);
}

#[test]
fn feeds_sitemaps_news() {
    let rss = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Kotka Post</title><item><title>Ice &amp; wind</title><link>https://k.example/1</link><pubDate>Mon, 03 Feb 2031 10:00:00 +0200</pubDate><description>The port was shut.</description></item><item><title>Bare</title></item></channel></rss>";
    let (records, faults) = read("x", rss.as_bytes());
    assert_eq!(places(&records), ["#1"]);
    let given = &records[0].given;
    assert_eq!(
        (given.outlet.as_deref(), given.title.as_deref(), given.url.as_deref()),
        (Some("Kotka Post"), Some("Ice & wind"), Some("https://k.example/1"))
    );
    assert!(faults[0].starts_with("#2 has neither"), "{faults:?}");
    let map = "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>https://k.example/1</loc></url></urlset>";
    assert_eq!(read("s.xml", map.as_bytes()).1, ["#1 lists https://k.example/1"]);
    let news = "<newsItem guid=\"urn:x:1\" xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><itemMeta><provider literal=\"Nordvik News\"/><versionCreated>2031-02-03T12:00:00Z</versionCreated></itemMeta><contentMeta><contentCreated>2031-02-03T10:00:00Z</contentCreated><by>By Ada Noor</by><headline>Ice shuts port</headline></contentMeta><contentSet><inlineXML><html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>The <b>port</b> was shut.</p><p>Ships wait.</p></body></html></inlineXML></contentSet></newsItem>";
    let (records, faults) = read("n.xml", news.as_bytes());
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(records[0].bytes, b"Ice shuts port\n\nThe port was shut.\n\nShips wait.");
    let given = &records[0].given;
    assert_eq!(
        (given.outlet.as_deref(), given.id.as_deref(), given.authors.as_slice()),
        (Some("Nordvik News"), Some("urn:x:1"), &["Ada Noor".to_string()][..])
    );
    assert_eq!(
        (given.published_at.as_deref(), given.modified_at.as_deref()),
        (Some("2031-02-03T10:00:00Z"), Some("2031-02-03T12:00:00Z"))
    );
}

#[test]
fn mail_and_saved_pages() {
    let mail = "From: Kotka Post <news@k.example>\r\nSubject: Ice shuts port\r\nDate: Mon, 03 Feb 2031 10:00:00 +0200\r\nMessage-ID: <1@k.example>\r\n\r\nThe port was shut.\r\n";
    let (records, _) = read("x.eml", mail.as_bytes());
    assert_eq!(records[0].given.outlet.as_deref(), Some("Kotka Post"));
    assert_eq!(records[0].given.published_at.as_deref(), Some("2031-02-03T10:00:00+02:00"));
    let page = "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://k.example/1\r\nSubject: Ice\r\nDate: Mon, 03 Feb 2031 10:00:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><body><p>The caf=C3=A9 was shut.</p></body></html>\r\n--b--\r\n";
    let (records, _) = read("x.mhtml", page.as_bytes());
    assert_eq!(records[0].given.url.as_deref(), Some("https://k.example/1"));
    assert!(String::from_utf8_lossy(&records[0].bytes).contains("café") && records[0].given.published.is_none());
}

#[test]
fn web_archives() {
    let mut archive = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n".to_vec();
    archive.extend(warc_record("https://k.example/1", "<p>One</p>", None));
    archive.extend(warc_record("https://k.example/2", "<p>Two</p>", None));
    let (records, faults) = read("a.warc", &archive);
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(places(&records), ["#2", "#3"]);
    assert_eq!(records[1].given.url.as_deref(), Some("https://k.example/2"));
    let at = usize::try_from(records[1].offset.unwrap()).unwrap();
    assert!(archive[at..].starts_with(b"<p>Two</p>"));
    let members = [
        gz(&warc_record("https://k.example/1", "<p>One</p>", None)),
        gz(&warc_record("https://k.example/2", "<p>Two</p>", None)),
    ]
    .concat();
    assert_eq!(places(&read("a.warc.gz", &members).0), ["#1", "#2"]);
}

#[test]
fn a_lying_length_costs_one_record() {
    for wrong in [5, 400, 4_000_000] {
        let mut archive = warc_record("https://k.example/1", "<p>One</p>", Some(wrong));
        archive.extend(warc_record("https://k.example/2", "<p>Two</p>", None));
        let (records, _) = read("a.warc", &archive);
        assert!(
            records
                .iter()
                .any(|r| r.given.url.as_deref() == Some("https://k.example/2") && r.bytes.starts_with(b"<p>Two</p>")),
            "{wrong}: {records:?}"
        );
    }
}

#[test]
fn behind_a_cut_member_reading_goes_on() {
    let mut first = gz(&warc_record("https://k.example/1", &"<p>One and more</p>".repeat(50), None));
    let middle = first.len() / 2;
    first.truncate(middle);
    // The cut shows only when what follows makes no sense any more: the next member or two can be lost with it.
    let rest = (2..9)
        .map(|n| gz(&warc_record(&format!("https://k.example/{n}"), &format!("<p>Page {n}</p>").repeat(20), None)));
    let archive = [first, rest.collect::<Vec<_>>().concat()].concat();
    let (records, faults) = read("a.warc.gz", &archive);
    assert!(records.iter().any(|r| r.given.url.as_deref() == Some("https://k.example/8")), "{records:?} {faults:?}");
    assert!(!faults.is_empty());
}

#[test]
fn zip_and_tar() {
    let inner = gz(b"{\"text\":\"Deep.\"}\n");
    let archive = zip_of(&[("../../a.txt", b"One."), ("b/c.jsonl.gz", &inner), ("d.png", b"\x89PNG")]);
    let (records, faults) = read("x", &archive);
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(places(&records), ["!../../a.txt", "!b/c.jsonl.gz#1"]);
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(4);
    header.set_cksum();
    tar.append_data(&mut header, "dir/a.txt", &b"One."[..]).unwrap();
    let tar = tar.into_inner().unwrap();
    assert_eq!(places(&read("x.tar", &tar).0), ["!dir/a.txt"]);
    assert_eq!(places(&read("x.tgz", &gz(&tar)).0), ["!dir/a.txt"]);
    let cut = &tar[..700];
    assert!(read("x.tar", cut).1.len() <= 1);
    let (records, faults) = read("x.zip", &archive[..archive.len() / 2]);
    assert!(records.is_empty() && faults[0].contains("no sound zip"), "{faults:?}");
}

#[test]
fn bombs_are_bounded() {
    let limits = Limits { record: 1 << 20, whole: 4 << 20, ..Limits::default() };
    // 100 MB of zeros in about 100 KB, alone and in a zip.
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..100 {
        out.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let bomb = out.finish().unwrap();
    let (records, faults) = limited("x.txt.gz", &bomb, &limits);
    assert!(records.is_empty() && faults.len() == 1, "{faults:?}");
    let (_, faults) = limited("x.jsonl.gz", &bomb, &limits);
    assert!(faults.iter().any(|f| f.contains("absurd") || f.contains("larger")), "{faults:?}");
    let mut nested = b"{\"text\":\"Deep.\"}\n".to_vec();
    for _ in 0..8 {
        nested = gz(&nested);
    }
    assert!(read("x.gz", &nested).1[0].contains("archives"));
}

#[test]
fn hostile_texts() {
    let entities = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\">{}]><rss version=\"2.0\"><channel><item><title>&z;</title><description>x</description></item></channel></rss>",
        ('b'..='z')
            .map(|c| format!("<!ENTITY {c} \"{0}{0}{0}{0}{0}{0}{0}{0}\">", format!("&{};", char::from(c as u8 - 1))))
            .collect::<String>()
    );
    let (records, _) = read("x.xml", entities.as_bytes());
    assert!(records.iter().all(|r| r.bytes.len() < 10_000));
    let deep = format!("<rss><channel>{}", "<a>".repeat(1_000_000));
    assert!(read("x.xml", deep.as_bytes()).1[0].contains("nests"));
    let deep = "[".repeat(1_000_000);
    assert!(!read("x.json", format!("{{\"a\":{deep}").as_bytes()).1.is_empty());
    let limits = Limits { record: 1000, ..Limits::default() };
    let long = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"Short.\"}}\n", "x".repeat(100_000));
    let (records, faults) = limited("x.jsonl", long.as_bytes(), &limits);
    assert_eq!((places(&records), faults.len()), (vec!["#2"], 1));
    for junk in [
        &b"\0\0\0\0"[..],
        b"PK\x03\x04",
        b"\x1f\x8b\x08",
        b"WARC/1.0",
        b"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"<rss",
        b"{\"",
        b"[{",
    ] {
        read("x", junk);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..600), magic in 0_usize..9) {
        let heads: [&[u8]; 9] = [b"", b"\x1f\x8b\x08\0", b"PK\x03\x04", b"WARC/1.0\r\nContent-Length: 40\r\n\r\n", b"<rss>", b"<newsItem>", b"{\"text\":", b"title,text\n", b"From: a\nSubject: b\nDate: c\n"];
        read("x", &[heads[magic], &bytes].concat());
    }
}
