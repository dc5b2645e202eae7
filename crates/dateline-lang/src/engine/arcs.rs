//! Dependency parser: the arc-hybrid transition system (Kuhlmann et al. 2011), one greedy pass guided by a linear model
//! over the features of Zhang and Nivre (2011). Every sentence gets one root and a tree.

use crate::engine::hash::key;
use crate::engine::labels::REL_COUNT;
use crate::engine::table::Weights;
use crate::engine::word::Word;
use crate::token::Rel;

/// Number of transitions: shift, and a left and a right arc for each relation.
pub const MOVES: usize = 1 + 2 * REL_COUNT;
/// No word.
pub const NONE: u16 = u16::MAX;

/// A transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// The next word goes on the stack.
    Shift,
    /// The top of the stack hangs on the next word (the root, at the end).
    Left(u8),
    /// The top of the stack hangs on the word below it.
    Right(u8),
}

impl Move {
    /// The transition of a class.
    #[must_use]
    pub fn of(class: usize) -> Self {
        match class {
            0 => Self::Shift,
            n if n <= REL_COUNT => Self::Left((n - 1) as u8),
            n => Self::Right((n - 1 - REL_COUNT) as u8),
        }
    }

    /// Its class.
    #[must_use]
    pub fn class(self) -> usize {
        match self {
            Self::Shift => 0,
            Self::Left(r) => 1 + usize::from(r),
            Self::Right(r) => 1 + REL_COUNT + usize::from(r),
        }
    }
}

/// A word as the parser sees it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Node {
    /// Hash of the lower-case form.
    pub word: u32,
    /// Hash of the last three letters, with the shape.
    pub end: u32,
    /// Number of the tag (universal and Penn).
    pub tag: u32,
    /// Universal tag.
    pub upos: u32,
}

/// The words of a sentence for the parser, from words and tags (numbers of a tag set, and the universal tags as numbers).
#[must_use]
pub fn nodes(words: &[Word], tags: &[u8], upos: &[u8]) -> Vec<Node> {
    let tag = |from: &[u8], n: usize| from.get(n).map_or(0, |t| 1 + u32::from(*t));
    words
        .iter()
        .enumerate()
        .map(|(n, w)| Node {
            word: w.lower,
            end: w.suffix[2] ^ w.shape.rotate_left(7),
            tag: tag(tags, n),
            upos: tag(upos, n),
        })
        .collect()
}

/// What is known of the children of a word.
#[derive(Debug, Clone, Copy)]
struct Children {
    left: [u16; 2],
    right: [u16; 2],
    left_set: u64,
    right_set: u64,
    left_count: u8,
    right_count: u8,
    /// The word that marks its case, if any (adposition).
    case: u16,
}

/// A state of the parse.
#[derive(Debug, Clone)]
pub struct State {
    /// Words that still look for their governor, or may get children; the top is last.
    pub stack: Vec<u16>,
    /// The next word; `len` stands for the root.
    pub next: usize,
    /// Number of words.
    pub len: usize,
    /// Governor of each word (`len` is the root), `NONE` while unknown.
    pub heads: Vec<u16>,
    /// Relation of each word.
    pub rels: Vec<u8>,
    children: Vec<Children>,
}

impl State {
    /// The state before the first move.
    #[must_use]
    pub fn new(len: usize) -> Self {
        let none = Children {
            left: [NONE; 2],
            right: [NONE; 2],
            left_set: 0,
            right_set: 0,
            left_count: 0,
            right_count: 0,
            case: NONE,
        };
        Self {
            stack: Vec::with_capacity(len),
            next: 0,
            len,
            heads: vec![NONE; len],
            rels: vec![0; len],
            children: vec![none; len + 1],
        }
    }

    /// Is the tree whole?
    #[must_use]
    pub fn done(&self) -> bool {
        self.next == self.len && self.stack.is_empty()
    }

    /// May the move be made here?
    #[must_use]
    pub fn legal(&self, m: Move) -> bool {
        let root = Rel::Root.number();
        match m {
            Move::Shift => self.next < self.len,
            Move::Left(r) => {
                !self.stack.is_empty()
                    && if self.next == self.len { self.stack.len() == 1 && r == root } else { r != root }
            }
            Move::Right(r) => self.stack.len() > 1 && r != root,
        }
    }

    /// Makes a legal move.
    pub fn make(&mut self, m: Move) {
        match m {
            Move::Shift => {
                self.stack.push(self.next as u16);
                self.next += 1;
            }
            Move::Left(r) => {
                let Some(child) = self.stack.pop() else {
                    return;
                };
                let head = self.next;
                self.heads[usize::from(child)] = head as u16;
                self.rels[usize::from(child)] = r;
                let c = &mut self.children[head];
                c.left = [child, c.left[0]];
                c.left_set |= 1 << r;
                c.left_count = c.left_count.saturating_add(1);
                if r == Rel::Case.number() {
                    c.case = child;
                }
            }
            Move::Right(r) => {
                let Some(child) = self.stack.pop() else {
                    return;
                };
                let Some(head) = self.stack.last().copied() else {
                    return;
                };
                self.heads[usize::from(child)] = head;
                self.rels[usize::from(child)] = r;
                let c = &mut self.children[usize::from(head)];
                c.right = [child, c.right[0]];
                c.right_set |= 1 << r;
                c.right_count = c.right_count.saturating_add(1);
                if r == Rel::Case.number() && c.case == NONE {
                    c.case = child;
                }
            }
        }
    }

    fn top(&self, depth: usize) -> u16 {
        self.stack.len().checked_sub(depth + 1).map_or(NONE, |at| self.stack[at])
    }
}

fn fold(set: u64) -> u32 {
    (set ^ (set >> 32)) as u32 ^ ((set >> 32) as u32).rotate_left(9)
}

/// The features of a state.
#[expect(clippy::too_many_lines, reason = "a list of templates")]
pub fn features(nodes: &[Node], s: &State, out: &mut Vec<u32>) {
    out.clear();
    let none = Node::default();
    let root = Node { word: 1, end: 1, tag: 1000, upos: 1000 };
    let node = |at: u16| {
        if usize::from(at) == s.len { &root } else { nodes.get(usize::from(at)).unwrap_or(&none) }
    };
    let nothing = Children {
        left: [NONE; 2],
        right: [NONE; 2],
        left_set: 0,
        right_set: 0,
        left_count: 0,
        right_count: 0,
        case: NONE,
    };
    let kids = |at: u16| s.children.get(usize::from(at)).unwrap_or(&nothing);
    let rel = |at: u16| s.rels.get(usize::from(at)).map_or(99, |r| u32::from(*r));
    let ahead = |n: usize| {
        if s.next + n <= s.len { (s.next + n) as u16 } else { NONE }
    };
    let (i0, i1, i2) = (s.top(0), s.top(1), s.top(2));
    let (j0, j1, j2) = (ahead(0), ahead(1), ahead(2));
    let (s0, s1, s2, b0, b1, b2) = (node(i0), node(i1), node(i2), node(j0), node(j1), node(j2));
    let (k0, k1, kb) = (kids(i0), kids(i1), kids(j0));
    let distance = |a: u16, b: u16| {
        if a == NONE || b == NONE {
            return 0;
        }
        match u32::from(b).saturating_sub(u32::from(a)) {
            n @ 0..=4 => n,
            5..=6 => 5,
            7..=10 => 6,
            _ => 7,
        }
    };
    let (d0, d1) = (distance(i0, j0), distance(i1, i0));
    let neighbour = |at: u16, by: i32| {
        if at == NONE {
            &none
        } else {
            usize::try_from(i32::from(at) + by).ok().and_then(|n| nodes.get(n)).unwrap_or(&none)
        }
    };
    let case = |k: &Children| node(k.case).word;
    let (l0, l0b, r0, r0b) = (k0.left[0], k0.left[1], k0.right[0], k0.right[1]);
    let (l1, r1, r1b) = (k1.left[0], k1.right[0], k1.right[1]);
    let (lb, lbb) = (kb.left[0], kb.left[1]);
    out.extend([
        key(0, s0.tag, b0.tag, 0),
        key(1, s0.word, 0, 0),
        key(2, s0.tag, 0, 0),
        key(3, s0.word, s0.tag, 0),
        key(4, s1.word, 0, 0),
        key(5, s1.tag, 0, 0),
        key(6, s1.word, s1.tag, 0),
        key(7, s2.tag, s1.tag, 0),
        key(8, b0.word, 0, 0),
        key(9, b0.tag, 0, 0),
        key(10, b0.word, b0.tag, 0),
        key(11, b1.word, 0, 0),
        key(12, b1.tag, 0, 0),
        key(13, b1.word, b1.tag, 0),
        key(14, b2.tag, b1.tag, 0),
        key(15, s0.end, s0.tag, 0),
        key(16, b0.end, b0.tag, 0),
        key(17, s0.word, b0.word, 0),
        key(18, s0.word, b0.tag, 0),
        key(19, s0.tag, b0.word, 0),
        key(20, s0.word, s0.tag, b0.tag),
        key(21, s0.tag, b0.word, b0.tag),
        key(22, s1.word, s0.word, 0),
        key(23, s1.word, s0.tag, 0),
        key(24, s1.tag, s0.word, 0),
        key(25, s1.tag, s0.tag, 0),
        key(26, s1.tag, b0.tag, 0),
        key(27, s1.word, b0.word, 0),
        key(28, s1.tag, b0.word, 0),
        key(29, b0.tag, b1.tag, 0),
        key(30, b0.word, b1.tag, 0),
        key(31, b0.tag, b1.word, 0),
        key(32, s0.tag, b0.tag, b1.tag),
        key(33, s1.tag, s0.tag, b0.tag),
        key(34, s2.tag, s1.tag, s0.tag),
        key(35, b0.tag, b1.tag, b2.tag),
        key(36, s0.word, b0.tag, b1.tag),
        key(37, s1.tag, s0.word, b0.tag),
        key(38, s1.word, s0.tag, b0.tag),
        key(39, s1.upos << 8 | s0.upos, b0.upos << 8 | b1.upos, b2.upos),
    ]);
    out.extend([
        key(40, s0.tag, node(l0).tag, b0.tag),
        key(41, s0.tag, node(r0).tag, b0.tag),
        key(42, s0.tag, node(l0).tag, node(l0b).tag),
        key(43, s0.tag, node(r0).tag, node(r0b).tag),
        key(44, s1.tag, node(r1).tag, s0.tag),
        key(45, s1.tag, node(l1).tag, s0.tag),
        key(46, s1.tag, node(r1).tag, node(r1b).tag),
        key(47, b0.tag, node(lb).tag, s0.tag),
        key(48, b0.tag, node(lb).tag, node(lbb).tag),
        key(49, s0.word, rel(l0), rel(r0)),
        key(50, s0.tag, rel(l0), rel(r0)),
        key(51, s1.tag, rel(l1), rel(r1)),
        key(52, b0.tag, rel(lb), s0.tag),
        key(53, s0.word, fold(k0.left_set), fold(k0.right_set)),
        key(54, s0.tag, fold(k0.left_set), fold(k0.right_set)),
        key(55, s1.word, fold(k1.right_set), s0.upos),
        key(56, s1.tag, fold(k1.left_set), fold(k1.right_set)),
        key(57, b0.tag, fold(kb.left_set), s0.upos),
        key(58, s0.tag, node(l0).word, 0),
        key(59, s0.tag, node(r0).word, 0),
        key(60, s1.tag, node(r1).word, 0),
        key(61, b0.tag, node(lb).word, 0),
        key(62, s1.word, case(k0), s0.upos),
        key(63, s1.tag, case(k0), s0.tag),
        key(64, s0.tag, case(k0), b0.tag),
        key(65, b0.tag, case(kb), s0.tag),
        key(66, s0.word, case(kb), b0.upos),
        key(67, case(k1), case(k0), s1.upos << 8 | s0.upos),
        key(68, s0.word, d0, 0),
        key(69, s0.tag, d0, b0.tag),
        key(70, b0.word, d0, 0),
        key(71, s1.tag, d1, s0.tag),
        key(72, s0.word, d1, 0),
        key(73, s1.word, d1, 0),
        key(74, s0.word, u32::from(k0.right_count), 1),
        key(75, s0.tag, u32::from(k0.left_count), u32::from(k0.right_count)),
        key(76, s1.tag, u32::from(k1.left_count), u32::from(k1.right_count)),
        key(77, b0.tag, u32::from(kb.left_count), 0),
        key(78, neighbour(i0, 1).tag, neighbour(i0, -1).tag, s0.tag),
        key(79, neighbour(j0, -1).tag, b0.tag, s0.tag),
        key(80, neighbour(i1, 1).tag, s1.tag, s0.tag),
        key(81, s1.tag, s0.tag, b0.word),
        key(82, s0.word, b1.word, b0.upos),
        key(83, u32::try_from(s.stack.len().min(4)).unwrap_or(4), b0.tag, s0.upos),
        key(84, s1.upos << 8 | s0.upos, fold(k1.right_set), fold(k0.left_set)),
        key(85, s1.upos << 8 | s0.upos, fold(k0.right_set), b0.upos),
        key(86, node(ahead(3)).tag, b0.tag, s0.tag),
    ]);
}

/// The best legal move; the lowest class on ties.
#[must_use]
pub fn best(s: &State, scores: &[i32]) -> Move {
    let mut found: Option<(i32, Move)> = None;
    let shift = s.next < s.len;
    for (class, score) in scores.iter().enumerate() {
        if found.is_some_and(|(b, _)| *score <= b) || (class == 0 && !shift) {
            continue;
        }
        let m = Move::of(class);
        if s.legal(m) {
            found = Some((*score, m));
        }
    }
    found.map_or(Move::Left(Rel::Root.number()), |(_, m)| m)
}

/// Parses a sentence: governor of each word (its own length stands for the root) and number of its relation.
#[must_use]
pub fn parse(weights: &impl Weights, nodes: &[Node]) -> State {
    let mut state = State::new(nodes.len());
    let mut scores = vec![0i32; MOVES];
    let mut keys = Vec::with_capacity(96);
    while !state.done() {
        features(nodes, &state, &mut keys);
        scores.fill(0);
        for k in &keys {
            weights.add(*k, &mut scores);
        }
        let m = best(&state, &scores);
        state.make(m);
    }
    state
}
