//! From cues and quoted stretches to statements.

use std::collections::BTreeMap;

use dateline_report::{Byte, Span, Tok};

use super::cue::{Cue, Side};
use super::own::{Lines, Owner, owners};
use super::quotes::{Stretch, stretches};
use super::rules::SpeechRules;
use super::subject::{Scene, Speaker};
use super::{CueForce, Statement, StatementIx};
use crate::mention::{EntityKind, Mention, MentionForm, MentionIx};
use crate::syntax::Syntax;
use crate::token::{Rel, SentenceKind, TokenIx};

/// Sentences longer than this are no sentences; their quotations are still found.
const LONGEST: u32 = 1500;

/// Finds who says what in one report, in text order.
///
/// Never panics; spans lie in the text on character boundaries.
#[must_use]
pub fn find_statements(syn: &Syntax<'_>, mentions: &[Mention], rules: &SpeechRules) -> Vec<Statement> {
    let scene = Scene::new(syn, mentions, rules);
    let quoted = stretches(syn.text(), rules.marks());
    let lines = Lines::new(syn.text());
    let cues = all_cues(&scene, &quoted);
    let owner = owners(&scene, &quoted, &cues, &lines);
    let mut out = Assembly {
        scene: &scene,
        quoted: &quoted,
        cues: &cues,
        found: Vec::new(),
        of_cue: BTreeMap::new(),
        next: 0,
        last: None,
    };
    out.assemble(&owner);
    let found = out.found;
    finish(&scene, found)
}

/// A statement in the making.
struct Draft {
    statement: Statement,
    /// Token of the cue, where it has one, to see inside which other statement it stands.
    at: Option<TokenIx>,
    stretch: Option<usize>,
}

/// The stretch a byte stands in.
fn stretch_at(quoted: &[Stretch], byte: u32) -> Option<usize> {
    let at = quoted.partition_point(|s| s.outer.end <= byte);
    quoted.get(at).filter(|s| s.outer.has(byte)).map(|_| at)
}

fn all_cues(scene: &Scene<'_>, quoted: &[Stretch]) -> Vec<Cue> {
    let syn = scene.syn;
    let mut all = Vec::new();
    for sentence in syn.sentences {
        let mut bounds = sentence.tokens;
        bounds.end = bounds.end.min(u32::try_from(syn.tokens.len()).unwrap_or(u32::MAX));
        if let Some(dateline) = &syn.report.dateline
            && dateline.span.overlaps(sentence.span)
        {
            while bounds.start < bounds.end
                && syn.token(TokenIx(bounds.start)).is_some_and(|t| t.span.start < dateline.span.end)
            {
                bounds.start += 1;
            }
        }
        if bounds.is_empty() || bounds.len() > LONGEST {
            continue;
        }
        let first = all.len();
        let mut floor = bounds.start;
        let mut t = bounds.start;
        while t < bounds.end {
            let ix = TokenIx(t);
            t += 1;
            let Some(byte) = syn.token(ix).map(|t| t.span.start) else { continue };
            match stretch_at(quoted, byte) {
                Some(k) => {
                    let inner = syn.tokens_in(quoted[k].inner);
                    let part = Span::new(inner.start.max(bounds.start), inner.end.min(bounds.end));
                    if let Some(mut cue) = scene
                        .verb_cue(ix, part, quoted, Some(k))
                        .filter(|c| c.content.is_some() && !c.speakers.is_empty())
                    {
                        cue.content = cue
                            .content
                            .map(|(c, side)| (Span::new(c.start.max(part.start), c.end.min(part.end)), side))
                            .filter(|(c, _)| !c.is_empty());
                        all.push(cue);
                    }
                }
                None => {
                    if let Some(cue) = scene.phrase_cue(ix, bounds, floor, None) {
                        floor = cue.tail;
                        all.push(cue);
                    } else if let Some(cue) = scene.verb_cue(ix, bounds, quoted, None) {
                        all.push(cue);
                    }
                }
            }
        }
        if let Some(here) = all.get_mut(first..) {
            join_participles(scene, here);
            cut(scene, here);
        }
    }
    all
}

/// "X said that ..., adding that ...": a participle after a comma goes on with the speaker of the clause it follows.
fn join_participles(scene: &Scene<'_>, cues: &mut [Cue]) {
    for n in 1..cues.len() {
        let one = &cues[n];
        let comma = scene.syn.form(TokenIx(one.token.0.saturating_sub(1))) == ",";
        let guards = &scene.rules.guards;
        if !one.participle || !comma || !(guards.continuing.contains(&one.lemma) || one.lemma == "say") {
            continue;
        }
        let inner = |m: usize| {
            cues[..m].iter().any(|o| o.content.is_some_and(|(s, side)| side == Side::After && s.has(cues[m].token.0)))
        };
        let above = (0..n)
            .rev()
            .find(|m| !cues[*m].participle && !cues[*m].phrase && cues[*m].inside == one.inside && !inner(*m));
        if let Some(speakers) = above.map(|m| cues[m].speakers.clone()).filter(|s| !s.is_empty()) {
            cues[n].lead = cues[n].token.0;
            cues[n].speakers = speakers;
        }
    }
}

/// Ends a content where the next attribution of the same sentence begins.
fn cut(scene: &Scene<'_>, cues: &mut [Cue]) {
    let others = cues.to_vec();
    for cue in cues.iter_mut() {
        let Some((span, side)) = cue.content else { continue };
        let mut span = span;
        for Cue { token, lead, phrase, participle, content, inside, speakers, .. } in &others {
            let same = speakers.first().map(|s| s.head) == cue.speakers.first().map(|s| s.head);
            if *token == cue.token
                || *inside != cue.inside
                || *lead <= span.start
                || *lead >= span.end
                || side == Side::Before
            {
                continue;
            }
            let comma = scene.syn.form(TokenIx(lead.saturating_sub(1))) == ",";
            let ends = matches!(content, Some((_, Side::Before))) && (*phrase || comma)
                || (*participle && comma && (same || governed_by(scene, *token, cue.token)))
                || (scene.syn.rel(*token) == Rel::Conj && scene.syn.head(*token) == Some(cue.token));
            if ends {
                let mut end = *lead;
                while end > span.start
                    && (!scene.word(TokenIx(end - 1))
                        || matches!(scene.lower(TokenIx(end - 1)).as_str(), "and" | "but"))
                {
                    end -= 1;
                }
                span = Span::new(span.start, end);
            }
        }
        cue.content = scene.solid(span).map(|s| (s, side));
    }
}

/// Does a participle hang on the clause of this cue rather than inside its content?
fn governed_by(scene: &Scene<'_>, participle: TokenIx, cue: TokenIx) -> bool {
    scene.syn.head(participle) == Some(cue)
        || scene.parsed_subject(participle).is_some_and(|s| s < cue && scene.parsed_subject(cue) == Some(s))
}

struct Assembly<'a> {
    scene: &'a Scene<'a>,
    quoted: &'a [Stretch],
    cues: &'a [Cue],
    found: Vec<Draft>,
    /// Utterance number of each cue that has one.
    of_cue: BTreeMap<usize, u32>,
    next: u32,
    /// Speaker of the utterance before.
    last: Option<MentionIx>,
}

impl Assembly<'_> {
    fn assemble(&mut self, owner: &[Owner]) {
        let root = |mut k: usize| {
            for _ in 0..owner.len() {
                match owner.get(k) {
                    Some(Owner::With(n)) if *n != k => k = *n,
                    _ => break,
                }
            }
            k
        };
        let mut owned: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut alone: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for k in 0..owner.len() {
            let r = root(k);
            match owner.get(r) {
                Some(Owner::Cue(c)) => owned.entry(*c).or_default().push(k),
                Some(Owner::Likely(..) | Owner::Nobody) => alone.entry(r).or_default().push(k),
                _ => {}
            }
        }
        let empty = Vec::new();
        for n in 0..self.cues.len() {
            self.of_one_cue(n, owned.get(&n).unwrap_or(&empty), owner);
        }
        for (r, all) in alone {
            let (speaker, confidence) = match owner.get(r) {
                Some(Owner::Likely(s, c)) => (Some(*s), *c),
                _ => (None, 300),
            };
            let utterance = self.number();
            for k in all {
                let statement = Statement {
                    content: self.quoted[k].inner,
                    direct: true,
                    cue: None,
                    cue_token: None,
                    force: CueForce::Plain,
                    speaker: speaker.and_then(|s| s.mention),
                    speaker_span: speaker.map(|s| s.words),
                    channel: Vec::new(),
                    addressee: None,
                    utterance,
                    within: None,
                    confidence,
                };
                self.found.push(Draft { statement, at: None, stretch: Some(k) });
            }
        }
    }

    fn number(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    fn of_one_cue(&mut self, n: usize, stretches: &[usize], owner: &[Owner]) {
        let Some(cue) = self.cues.get(n) else { return };
        let content = cue.content.and_then(|(span, _)| self.outside(span, cue));
        if content.is_none() && stretches.is_empty() {
            return;
        }
        let before = cue.participle.then(|| self.cue_above(n)).flatten();
        let restating = before.is_some() && self.scene.rules.guards.restating.contains(&cue.lemma);
        let utterance = match before.and_then(|b| self.of_cue.get(&b)).copied().filter(|_| restating) {
            Some(u) => u,
            None => self.number(),
        };
        self.of_cue.insert(n, utterance);
        let mut speakers: Vec<Option<Speaker>> = cue.speakers.iter().copied().map(Some).collect();
        if speakers.is_empty() {
            speakers.push(before.and_then(|b| self.cues.get(b)).and_then(|c| c.speakers.first().copied()));
        }
        let heading = matches!(
            self.scene.syn.sentences.get(self.scene.syn.sentence_of(cue.token)).map(|s| s.kind),
            Some(SentenceKind::Title | SentenceKind::Heading)
        );
        let base = Statement {
            content: Span::new(0, 0),
            direct: false,
            cue: Some(self.scene.syn.bytes(cue.words)),
            cue_token: Some(cue.token),
            force: cue.force,
            speaker: None,
            speaker_span: None,
            channel: self.channel(cue),
            addressee: cue.listener.and_then(|l| l.mention),
            utterance,
            within: None,
            confidence: if heading { 600 } else { 850 },
        };
        for (turn, speaker) in speakers.iter().enumerate() {
            let mention = speaker.and_then(|s| self.resolved(s.mention, cue));
            let known = mention
                .and_then(|m| self.scene.mention(m))
                .is_some_and(|m| m.form == MentionForm::Name || m.settled().is_some());
            let one = Statement { speaker: mention, speaker_span: speaker.map(|s| s.words), ..base.clone() };
            let sure = if known { 80 } else { 0 };
            if let Some(content) = content {
                let confidence = one.confidence.saturating_sub(if cue.force == CueForce::Weak { 150 } else { 0 })
                    + sure
                    - if cue.inside.is_some() { 80 } else { 0 };
                self.found.push(Draft {
                    statement: Statement { content, confidence, ..one.clone() },
                    at: Some(cue.token),
                    stretch: cue.inside,
                });
            }
            for k in stretches {
                if turn > 0 && content.is_some() {
                    break;
                }
                let less = match owner.get(*k) {
                    Some(Owner::With(_)) => 150,
                    _ if self.quoted[*k].unclosed => 300,
                    _ => 0,
                };
                self.found.push(Draft {
                    statement: Statement {
                        content: self.quoted[*k].inner,
                        direct: true,
                        confidence: one.confidence + sure - less,
                        ..one.clone()
                    },
                    at: Some(cue.token),
                    stretch: Some(*k),
                });
            }
        }
        if cue.inside.is_none() {
            self.last = self.found.last().and_then(|d| d.statement.speaker).or(self.last);
        }
    }

    /// The cue on whose clause a participle hangs.
    fn cue_above(&self, n: usize) -> Option<usize> {
        let cue = self.cues.get(n)?;
        let sentence = self.scene.syn.sentence_of(cue.token);
        let near = (0..n).rev().take_while(|b| self.scene.syn.sentence_of(self.cues[*b].token) == sentence);
        near.filter(|b| !self.cues[*b].phrase && self.cues[*b].inside == cue.inside).find(|b| {
            let above = &self.cues[*b];
            cue.speakers.is_empty() || above.speakers.first().map(|s| s.head) == cue.speakers.first().map(|s| s.head)
        })
    }

    /// "he added" goes on from the one who spoke before, unless the pronoun is known to be somebody.
    fn resolved(&self, speaker: Option<MentionIx>, cue: &Cue) -> Option<MentionIx> {
        let ix = speaker?;
        let m = self.scene.mention(ix)?;
        if m.form == MentionForm::Pronoun
            && m.settled().is_none()
            && self.scene.rules.guards.continuing.contains(&cue.lemma)
            && let Some(last) = self.last
            && self.scene.mention(last).is_some_and(|l| {
                l.kind == EntityKind::Person && (l.form == MentionForm::Name || l.settled().is_some()) && last < ix
            })
        {
            return Some(last);
        }
        // The reading of the pronoun is unsure, and nobody else was named since the one who spoke before.
        if m.form == MentionForm::Pronoun
            && m.settled().is_none()
            && m.kind == EntityKind::Person
            && !m.plural
            && cue.inside.is_none()
            && let Some(last) = self.last.filter(|last| self.alone_since(*last, ix))
        {
            return Some(last);
        }
        Some(ix)
    }

    /// Is a mention one named person, of this paragraph, and is no other person spoken of between it and the pronoun `to`?
    fn alone_since(&self, from: MentionIx, to: MentionIx) -> bool {
        let (Some(a), Some(b)) = (self.scene.mention(from), self.scene.mention(to)) else { return false };
        let between = Span::new(a.full.end, b.span.start.max(a.full.end));
        let others = self.scene.mentions.get(from.at() + 1..to.at().max(from.at() + 1)).unwrap_or_default();
        a.kind == EntityKind::Person
            && a.form == MentionForm::Name
            && from < to
            && !between.of(self.scene.syn.text()).contains('\n')
            && !others
                .iter()
                .any(|o| o.kind == EntityKind::Person && o.form != MentionForm::Pronoun && o.span.start >= a.full.end)
    }

    /// The bytes of an indirect content, with the marks of a quotation at its ends; `None` if all its words are quoted.
    fn outside(&self, span: Span<Tok>, cue: &Cue) -> Option<Span<Byte>> {
        let syn = self.scene.syn;
        let mut bytes = syn.bytes(span);
        if bytes.is_empty() {
            return None;
        }
        if cue.inside.is_none() {
            // Words in an editor's square brackets are nobody's.
            let bracketed = |t: u32| {
                let open = (span.start.saturating_sub(2)..t).rev().find(|n| matches!(syn.form(TokenIx(*n)), "[" | "]"));
                open.is_some_and(|n| syn.form(TokenIx(n)) == "[")
            };
            let free = (span.start..span.end)
                .filter(|t| self.scene.word(TokenIx(*t)) && !bracketed(*t))
                .any(|t| syn.token(TokenIx(t)).is_some_and(|t| stretch_at(self.quoted, t.span.start).is_none()));
            if !free {
                return None;
            }
            for edge in [bytes.start, bytes.end.saturating_sub(1)] {
                if let Some(s) = stretch_at(self.quoted, edge).and_then(|k| self.quoted.get(k)) {
                    bytes = bytes.hull(s.outer);
                }
            }
        }
        Some(bytes)
    }

    /// Through whom the report has it, by the cue's own clause: "told Reuters", "in an interview with Reuters".
    fn channel(&self, cue: &Cue) -> Vec<Span<Byte>> {
        let syn = self.scene.syn;
        let mut found: Vec<Span<Byte>> = Vec::new();
        if let Some(l) = cue.listener
            && self.outlet(l)
        {
            found.push(l.words);
        }
        let Some(sentence) = syn.sentences.get(syn.sentence_of(cue.token)) else { return found };
        let end = sentence.tokens.end.min(cue.token.0 + 80);
        for t in cue.lead..end {
            for words in &self.scene.rules.channels {
                if (0u32..).zip(words).all(|(n, w)| t + n < end && self.scene.lower(TokenIx(t + n)) == w.as_str()) {
                    let after = t + words.len() as u32;
                    let Some(head) = self.scene.nominal_after(TokenIx(after.saturating_sub(1)), end) else { continue };
                    let who = self.scene.speaker(head, Span::new(after, end));
                    if self.outlet(who) && !found.iter().any(|f| f.overlaps(who.words)) {
                        found.push(who.words);
                    }
                }
            }
        }
        found
    }

    fn outlet(&self, who: Speaker) -> bool {
        is_outlet(self.scene, who.words, Some(who.head))
    }
}

/// Do these words name an outlet other than the report's own?
fn is_outlet(scene: &Scene<'_>, words: Span<Byte>, head: Option<TokenIx>) -> bool {
    let text = words.of(scene.syn.text());
    if head.is_some_and(|h| {
        scene.rules.nouns.audience.contains(scene.syn.lemma(h))
            || scene.rules.nouns.audience.contains(scene.lower(h).as_str())
    }) {
        return false;
    }
    let plain = text.to_lowercase();
    let plain = plain.strip_prefix("the ").unwrap_or(&plain);
    if scene.syn.report.outlet.as_ref().is_some_and(|o| !plain.is_empty() && o.to_lowercase().contains(plain)) {
        return false;
    }
    scene.rules.outlet(text)
}

/// Text order, the statement each one stands in, and channels that come from the outside.
fn finish(scene: &Scene<'_>, mut drafts: Vec<Draft>) -> Vec<Statement> {
    drafts.sort_by_key(|d| {
        (
            d.statement.content.start,
            std::cmp::Reverse(d.statement.content.end),
            d.statement.direct,
            d.statement.cue_token,
            d.statement.speaker_span.map(|s| s.start),
        )
    });
    drafts.dedup_by(|a, b| {
        a.statement.content == b.statement.content
            && a.statement.cue_token == b.statement.cue_token
            && a.statement.speaker_span == b.statement.speaker_span
            && a.statement.direct == b.statement.direct
    });
    let byte = |t: TokenIx| scene.syn.token(t).map_or(0, |t| t.span.start);
    let mut within = vec![None; drafts.len()];
    for n in 0..drafts.len() {
        let one = &drafts[n];
        // A cue stands inside another's content; a quotation without a cue counts by its own place.
        let at = one.at.map_or(one.statement.content.start, byte);
        let near = drafts[..n]
            .iter()
            .enumerate()
            .rev()
            .take(64)
            .chain(drafts[n..].iter().enumerate().map(|(m, d)| (m + n, d)).take(8));
        within[n] = near
            .filter(|(m, o)| {
                *m != n
                    && o.statement.utterance != one.statement.utterance
                    && o.statement.content.has(at)
                    && o.at != one.at
            })
            .filter(|(_, o)| !(one.statement.direct && one.at.is_none() && o.stretch == one.stretch))
            .min_by_key(|(m, o)| (o.statement.content.len(), *m))
            .map(|(m, _)| StatementIx(u32::try_from(m).unwrap_or(u32::MAX)));
    }
    let mut out: Vec<Statement> = drafts.into_iter().map(|d| d.statement).collect();
    for n in 0..out.len() {
        out[n].within = within[n];
        let outer = within[n].and_then(|w| out.get(w.0 as usize)).and_then(|o| o.speaker_span);
        if let Some(words) = outer.filter(|w| is_outlet(scene, *w, None))
            && !out[n].channel.contains(&words)
        {
            out[n].channel.push(words);
        }
    }
    out
}
