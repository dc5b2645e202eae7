"""The ways of scikit-learn and datasketch to group reports by story, on a file of lines `story<TAB>text`.

Run by `cargo xtask bench stories --rivals PYTHON`. Thresholds were set by hand to about the best B3 on 10,000 invented reports.
"""

import sys
import time
from collections import defaultdict


def b3(found, gold):
    by_found, by_gold = defaultdict(list), defaultdict(int)
    for n, (f, g) in enumerate(zip(found, gold)):
        by_found[f].append(n)
        by_gold[g] += 1
    p = r = 0.0
    for members in by_found.values():
        here = defaultdict(int)
        for n in members:
            here[gold[n]] += 1
        for g, both in here.items():
            p += both * both / len(members)
            r += both * both / by_gold[g]
    p, r = p / len(gold), r / len(gold)
    return 200 * p * r / (p + r)


def told(name, begin, found, gold):
    seconds = time.perf_counter() - begin
    print(f"  {name:58} {seconds:8.2f} s {len(gold) / seconds:9.0f} reports/s  B3 {b3(found, gold):6.2f}", flush=True)


def components(count, pairs):
    parent = list(range(count))

    def find(n):
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for a, b in pairs:
        parent[find(a)] = find(b)
    return [find(n) for n in range(count)]


def main():
    from datasketch import MinHash, MinHashLSH
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.neighbors import NearestNeighbors

    gold, texts = [], []
    for line in open(sys.argv[1], encoding="utf-8"):
        story, text = line.rstrip("\n").split("\t")
        gold.append(story)
        texts.append(text)

    begin = time.perf_counter()
    vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts)
    near = NearestNeighbors(metric="cosine", algorithm="brute", n_jobs=2).fit(vectors)
    graph = near.radius_neighbors_graph(vectors, radius=0.65, mode="connectivity").tocoo()
    found = components(len(texts), zip(graph.row, graph.col))
    told("scikit-learn TfidfVectorizer + NearestNeighbors", begin, found, gold)

    if len(texts) <= 10_000:
        begin = time.perf_counter()
        vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts)
        distances = 1 - (vectors @ vectors.T).toarray()
        model = AgglomerativeClustering(
            n_clusters=None, metric="precomputed", linkage="average", distance_threshold=0.78
        )
        found = model.fit_predict(distances)
        told("scikit-learn TfidfVectorizer + AgglomerativeClustering", begin, list(found), gold)

    begin = time.perf_counter()
    lsh = MinHashLSH(threshold=0.4, num_perm=128)
    pairs = []
    for n, text in enumerate(texts):
        words = text.split()
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[k : k + 2]).encode() for k in range(len(words) - 1)])
        pairs.extend((n, other) for other in lsh.query(sketch))
        lsh.insert(n, sketch)
    told("datasketch MinHashLSH (128, 0.4, pairs of words)", begin, components(len(texts), pairs), gold)


if __name__ == "__main__":
    main()
