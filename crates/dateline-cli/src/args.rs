//! The arguments.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

/// Exit codes, as `--help` explains them.
pub(crate) mod exit {
    /// Everything was analysed.
    pub(crate) const DONE: u8 = 0;
    /// Nothing could be analysed, or the output could not be written.
    pub(crate) const NOTHING: u8 = 1;
    /// The command line is wrong (clap's own code too).
    pub(crate) const USAGE: u8 = 2;
    /// `--fail-on` found what it looks for.
    pub(crate) const FOUND: u8 = 3;
    /// Analysed, but some inputs could not be used.
    pub(crate) const PARTLY: u8 = 4;
}

const EXIT_CODES: &str = "\
Exit codes:
  0  everything was analysed
  1  nothing could be analysed, or the output could not be written
  2  the command line is wrong
  3  --fail-on found a disagreement, or check --fail a sentence that is not borne (wins over 4)
  4  analysed, but some inputs could not be used; each is named on standard error";

const BRIEF_HELP: &str = "\
Examples:
  dateline brief reports/                                 a folder, read recursively
  dateline brief wire.txt gazette.html --width 100        files
  pbpaste | dateline brief - wire.txt                     standard input as one report
  dateline brief reports/ --format html -o brief.html     a page that opens from disk
  dateline brief reports/ --format json -o brief.json     everything, for programs
  dateline brief reports/ --as-of 2031-05-06              as it stood on that day
  dateline brief new/ --since brief.json                  what is new, changed, confirmed, contradicted, due
  dateline brief reports/ --fail-on material --quiet      exit code 3 if the reports contradict each other

A report is a .txt, .md or .html file. What is known of it (outlet, url, published, title, authors) may stand in
front matter or in a small file beside it: wire.txt.meta.toml, wire.toml or wire.json.

Where it joined two names wrongly, or did not join them, say so in a file corrections.toml beside the reports:
  [[not_same]]
  names = [\"Han Seo-jin\", \"Han Seo-min\"]      two names or more, as the reports print them
  why = \"the president and her sister\"         may be left out
  [[same]]
  names = [\"Trade Council\", \"Council for Commerce\"]
  reports = [\"0f3a9b21\"]                       only in these: sha256 of the JSON output, 8 digits or more

What you watch may stand in a file watch.toml beside the reports; it comes first in every list:
  actors = [\"NOR\", \"Ada Berg\"]            codes of states, or names
  pairs = [[\"NOR\", \"CHL\"]]
  topics = [\"rare earths\"]                words of a summary or a passage
  expectations = [\"visit to Santiago\"]    words of something foreseen";

const STATE_HELP: &str = "\
Examples:
  dateline state reports/                                 pair by pair
  dateline state brief.json --pair KOR CHN                one pair of a saved analysis; names do as well
  dateline state reports/ --as-of 2031-05-06              as it stood on that day
  dateline state reports/ --format svg -o web.svg         the network as a picture
  dateline state reports/ --format csv -o series.csv      events of each pair by day

Cooperation and conflict are summed only from five events on that at least two independent origins tell.";

const EXPORT_HELP: &str = "\
Examples:
  dateline export reports/ --as gdelt -o events.csv
  dateline export brief.json --as polecat -o folder/

Tables of happenings (icews, polecat, gdelt) hold what happened or is under way, and of what was announced the announcement, under the code of an
announcement. What is only expected, alleged, denied or hangs on an if is left out unless --all-status is given. The columns dl_... behind those of the
data set say for each row its status, its origins, disagreements over it, and the passages.";

/// Rebuilds what several news reports of the same happenings describe: who did what to whom, who says so, which reports share one
/// origin, and where they contradict each other, each with the passage behind it. Works offline; it does not simulate, forecast or
/// declare who is right.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, max_term_width = 100, after_help = EXIT_CODES, subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Analyse reports and write a brief with the passages it rests on.
    #[command(after_help = format!("{BRIEF_HELP}\n\n{EXIT_CODES}"))]
    Brief(Box<Brief>),
    /// Check a text sentence by sentence against reports: what they bear, what they do not, and why.
    #[command(
        after_help = "Examples:\n  dateline check brief.md --against reports/\n  dateline check draft.txt --against reports/ --fail && publish   exit code 3 if a sentence is not borne\n\nA sentence is not borne if reports say otherwise, or the opposite of one of its words, or if none has its number, its name or its day. What is told in words far from theirs, or with names and things that they lack, cannot be told."
    )]
    Check(Box<Check>),
    /// Lay two reports, or the reports of two outlets, side by side: what both say and how, and what only one says.
    #[command(
        after_help = "Examples:\n  dateline compare wire.txt gazette.html\n  dateline compare \"Norland Post\" \"Harbour Daily\" --in reports/   outlets, or ids as the brief gives them"
    )]
    Compare(Box<Compare>),
    /// Show what is read of files: text, metadata, lines left out, versions of one article.
    #[command(
        after_help = "Examples:\n  dateline read news.warc.gz -o news.jsonl         a web archive, record by record\n  dateline read news.warc.gz -o news.jsonl --resume   go on where it stopped\n  dateline read page.html --format text --explain  what was left out of a page, and as what\n  dateline read dump.csv --map title=Kopf,text=Inhalt"
    )]
    Read(Box<Read>),
    /// Explain one conclusion of a saved analysis: passages, rule, origins.
    #[command(
        after_help = "Examples:\n  dateline brief reports/ --format json -o brief.json\n  dateline why d1 brief.json      a disagreement\n  dateline why e3 brief.json      an event; also a1, t1, n1, x1, c1, g1, s1 and report ids"
    )]
    Why {
        /// Id of the conclusion, as the brief or the JSON gives it.
        id: String,
        /// An analysis written by `dateline brief --format json`; `-` for standard input.
        file: String,
    },
    /// Write a brief from a saved analysis.
    #[command(after_help = "Example:\n  dateline show brief.json --format html -o brief.html")]
    Show {
        /// An analysis written by `dateline brief --format json`; `-` for standard input.
        file: String,
        #[command(flatten)]
        look: Look,
    },
    /// Show what holds between states and bodies: ties, dependencies, agreements, disputes, events, each with its passages.
    #[command(after_help = format!("{STATE_HELP}\n\n{EXIT_CODES}"))]
    State(Box<State>),
    /// Write the events in the forms of PLOVER, ICEWS, POLECAT and GDELT, as a table, a graph, or RDF.
    #[command(after_help = format!("{EXPORT_HELP}\n\n{EXIT_CODES}"))]
    Export(Box<Export>),
    /// Print the JSON Schema of the output of `--format json`.
    Schema {
        /// Of which output.
        #[arg(value_enum, default_value_t = SchemaOf::Analysis)]
        of: SchemaOf,
    },
    /// Work with language data.
    Data {
        #[command(subcommand)]
        command: Data,
    },
    /// Print completions for a shell.
    #[command(
        after_help = "Example:\n  dateline completions bash > ~/.local/share/bash-completion/completions/dateline"
    )]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Data {
    /// Check a folder of language data laid over the built-in data, and say file by file what is wrong.
    Check {
        /// The folder: its files have the paths of the built-in ones, such as en/time/months.toml.
        dir: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Brief {
    /// Files, folders (read recursively), or `-` for standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<String>,
    #[command(flatten)]
    pub(crate) look: Look,
    /// Day of publication of reports that do not say it (YYYY-MM-DD).
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<Date>,
    /// What you say of names: a file as `corrections.toml`, which is read from the folder of the reports unless this is given.
    #[arg(long, value_name = "FILE")]
    pub(crate) corrections: Option<PathBuf>,
    /// Hide reports published after this day (YYYY-MM-DD).
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,
    /// Tell what changed since an earlier analysis (a file written with --format json), whose reports are read again; ids stay as they were.
    #[arg(long, value_name = "FILE")]
    pub(crate) since: Option<PathBuf>,
    /// What comes first in every list: a file as `watch.toml`, which is read from the folder of the reports unless this is given.
    #[arg(long, value_name = "FILE")]
    pub(crate) watch: Option<PathBuf>,
    /// Exit with code 3 if the reports disagree: in what matters, or in anything.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) fail_on: Option<FailOn>,
    /// Threads; 0 for one per processor. The result is the same.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) threads: usize,
    /// Say nothing on standard error but what went wrong.
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Language data laid over the built-in data.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// A table of actors of your own laid over the built-in ones: names and code (`Oromi|Oromian`, tab, `ORM`), with a line of headings.
    #[arg(long, value_name = "FILE")]
    pub(crate) actors: Option<PathBuf>,
    /// Refuse files larger than this: bytes, or with K, M or G.
    #[arg(long, value_name = "SIZE", default_value = "5M", value_parser = size)]
    pub(crate) max_size: u64,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The text: a file, or `-` for standard input.
    #[arg(value_name = "TEXT")]
    pub(crate) text: String,
    /// The reports: files or folders.
    #[arg(long, required = true, num_args = 1.., value_name = "PATH")]
    pub(crate) against: Vec<String>,
    /// Exit with code 3 if a sentence is not borne.
    #[arg(long)]
    pub(crate) fail: bool,
    #[command(flatten)]
    pub(crate) plain: Plain,
}

#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// A report: a file; with --in the id of a report or the name of an outlet.
    pub(crate) a: String,
    /// The other.
    pub(crate) b: String,
    /// Reports among which the two are looked up: files or folders.
    #[arg(long = "in", num_args = 1.., value_name = "PATH")]
    pub(crate) within: Vec<String>,
    #[command(flatten)]
    pub(crate) plain: Plain,
}

/// How a check or a comparison is written.
#[derive(Debug, Args)]
pub(crate) struct Plain {
    /// JSON for programs instead of text.
    #[arg(long)]
    pub(crate) json: bool,
    /// Columns of text; the terminal's if not given.
    #[arg(long, value_name = "COLUMNS")]
    pub(crate) width: Option<usize>,
    /// Colours.
    #[arg(long, value_enum, default_value_t = Colour::Auto)]
    pub(crate) color: Colour,
    /// Say nothing on standard error but what went wrong.
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Language data laid over the built-in data.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Refuse files larger than this: bytes, or with K, M or G.
    #[arg(long, value_name = "SIZE", default_value = "5M", value_parser = size)]
    pub(crate) max_size: u64,
}

/// What `state` and `export` start from.
#[derive(Debug, Args)]
pub(crate) struct Source {
    /// Reports (files, folders, `-` for standard input), or one analysis written by `dateline brief --format json`.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<String>,
    /// Hide what was published after this day (YYYY-MM-DD).
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,
    /// Day of publication of reports that do not say it (YYYY-MM-DD).
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<Date>,
    /// What you say of names; see `dateline brief --help`.
    #[arg(long, value_name = "FILE")]
    pub(crate) corrections: Option<PathBuf>,
    /// Threads; 0 for one per processor. The result is the same.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) threads: usize,
    /// Say nothing on standard error but what went wrong.
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Language data laid over the built-in data.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Refuse files larger than this: bytes, or with K, M or G.
    #[arg(long, value_name = "SIZE", default_value = "5M", value_parser = size)]
    pub(crate) max_size: u64,
}

#[derive(Debug, Args)]
pub(crate) struct State {
    #[command(flatten)]
    pub(crate) source: Source,
    /// Only these two: codes (ISO 3166-1 alpha-3) or names.
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    pub(crate) pair: Vec<String>,
    /// How to write it.
    #[arg(long, value_enum, default_value_t = StateFormat::Text)]
    pub(crate) format: StateFormat,
    /// Write to this file instead of standard output; it appears whole or not at all.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Columns of the text; the terminal's unless given.
    #[arg(long, value_name = "N")]
    pub(crate) width: Option<usize>,
    /// Colour in the text.
    #[arg(long, value_enum, default_value_t = Colour::Auto)]
    pub(crate) color: Colour,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) source: Source,
    /// The form.
    #[arg(long = "as", value_enum, value_name = "FORM")]
    pub(crate) form: ExportForm,
    /// Write to this file, or into this folder, instead of standard output.
    #[arg(short, long, value_name = "FILE|DIR")]
    pub(crate) output: Option<PathBuf>,
    /// Also rows for what is expected, alleged, denied or hangs on an if, and what was read unsurely (icews, polecat, gdelt).
    #[arg(long)]
    pub(crate) all_status: bool,
    /// A header line where the data set has none (gdelt).
    #[arg(long)]
    pub(crate) header: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StateFormat {
    /// For a terminal.
    Text,
    /// Everything (see `dateline schema state`).
    Json,
    /// A graph for networkx, Gephi, igraph.
    Graphml,
    /// The network as a picture.
    Svg,
    /// One page with picture and pairs.
    Html,
    /// Events of each pair by day.
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportForm {
    /// PLOVER records, one JSON object a line.
    PloverJsonl,
    /// Tabs, the columns of ICEWS.
    Icews,
    /// Tabs, the columns of POLECAT.
    Polecat,
    /// Tabs without a header, the 61 columns of GDELT 2.
    Gdelt,
    /// One row an event, with everything.
    Csv,
    /// As csv, as Parquet.
    Parquet,
    /// Actors and what is between them.
    Graphml,
    /// RDF: Simple Event Model, PROV-O, Web Annotation.
    Jsonld,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// `dateline brief --format json`
    Analysis,
    /// `dateline state --format json`
    State,
}

#[derive(Debug, Args)]
pub(crate) struct Read {
    /// Files and folders (read recursively): text, Markdown, HTML, feeds, JSON, CSV, WARC, mail, NewsML-G2; zip, tar and gzip of them.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<String>,
    /// How to write it: an object a line, or for a person.
    #[arg(long, value_enum, default_value_t = ReadFormat::Jsonl)]
    pub(crate) format: ReadFormat,
    /// Tell of each line that was left out what it was taken for.
    #[arg(long)]
    pub(crate) explain: bool,
    /// Fields of JSON and columns of tables: title=Kopf,text=Inhalt (also html, summary, published, modified, url, outlet, authors, id).
    #[arg(long, value_name = "PART=FIELD,...", value_parser = dateline::read::FieldMap::parse)]
    pub(crate) map: Option<dateline::read::FieldMap>,
    /// Write to this file instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Go on behind the last report in the output file.
    #[arg(long, requires = "output")]
    pub(crate) resume: bool,
    /// Say nothing on standard error but what went wrong.
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Refuse reports larger than this: bytes, or with K, M or G.
    #[arg(long, value_name = "SIZE", default_value = "5M", value_parser = size)]
    pub(crate) max_size: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReadFormat {
    /// An object a line.
    Jsonl,
    /// For a person.
    Text,
}

/// How and where a brief is written.
#[derive(Debug, Args)]
pub(crate) struct Look {
    /// How to write it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Write to this file instead of standard output; it appears whole or not at all.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Columns of the text brief; the terminal's unless given.
    #[arg(long, value_name = "N")]
    pub(crate) width: Option<usize>,
    /// Colour in the text brief.
    #[arg(long, value_enum, default_value_t = Colour::Auto)]
    pub(crate) color: Colour,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a terminal.
    Text,
    /// With numbered footnotes, to paste into a note.
    Markdown,
    /// One page that needs neither network nor script.
    Html,
    /// The whole analysis (see `dateline schema`).
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// A disagreement that matters.
    Material,
    /// Any disagreement, spelling included.
    Any,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// If it goes to a terminal that wants it.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// "5M" as bytes.
fn size(text: &str) -> Result<u64, String> {
    let text = text.trim().trim_end_matches(['b', 'B']);
    let (digits, unit) = match text.chars().last() {
        Some('k' | 'K') => (&text[..text.len() - 1], 1 << 10),
        Some('m' | 'M') => (&text[..text.len() - 1], 1 << 20),
        Some('g' | 'G') => (&text[..text.len() - 1], 1 << 30),
        _ => (text, 1u64),
    };
    digits
        .trim()
        .parse::<u64>()
        .ok()
        .and_then(|n| n.checked_mul(unit))
        .filter(|n| *n > 0)
        .ok_or_else(|| "give bytes, or a number with K, M or G, such as 20M".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn sizes() {
        assert_eq!((size("5M"), size("20mb"), size("7")), (Ok(5 << 20), Ok(20 << 20), Ok(7)));
        assert!(size("much").is_err() && size("0").is_err());
    }
}
