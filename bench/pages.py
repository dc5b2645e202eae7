"""Dateline and trafilatura on the same web pages in one run: passages found, pages a second.

Run: python3 bench/pages.py DATELINE SET [--warc-gb N]
DATELINE is the binary; SET a folder with `pages/*.html.gz` and `gold.jsonl` (`file`, `with`, `without`). trafilatura has to be
installed (pip install trafilatura). Each works on one core; what counts is processor time, so that other work beside it does no harm.

With --warc-gb, a web archive of so many GB (one gzip member a record) is made of the pages in a temporary folder, read as a stream, and
broken off and resumed; printed are the time, the most memory, and whether the resumed output is the same.
"""

import argparse
import gzip
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import zlib


def joined(text):
    return " ".join((text or "").split())


def told(name, gold, texts, seconds):
    right = missed = extra = 0
    for page in gold:
        text = joined(texts.get(page["file"]))
        good = sum(joined(p) in text for p in page["with"])
        right += good
        missed += len(page["with"]) - good
        extra += sum(joined(p) in text for p in page["without"])
    p, r = right / (right + extra), right / (right + missed)
    print(
        f"{name:12} F1 {200 * p * r / (p + r):6.2f}  precision {100 * p:6.2f}  recall {100 * r:6.2f}"
        f"  {len(gold) / seconds:7.1f} pages/s of processor time",
        flush=True,
    )


def spent(command):
    """Runs a command; processor time, time by the clock, most memory in MB (Linux), exit code."""
    before = time.perf_counter()
    child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    memory = 0.0
    while True:
        # What wait4 tells of memory counts that of this program, from which the child was forked.
        try:
            with open(f"/proc/{child.pid}/status", encoding="ascii") as lines:
                memory = max([memory] + [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")])
        except OSError:
            pass
        done, status, used = os.wait4(child.pid, os.WNOHANG)
        if done:
            break
        time.sleep(0.05)
    clock = time.perf_counter() - before
    return used.ru_utime + used.ru_stime, clock, memory, os.waitstatus_to_exitcode(status)


def dateline(binary, folder, pages):
    for name, content in pages.items():
        with open(os.path.join(folder, name.removesuffix(".gz")), "wb") as out:
            out.write(content)
    output = os.path.join(folder, "out.jsonl")
    used, _, _, _ = spent([binary, "read", folder, "--format", "jsonl", "--output", output])
    texts = {}
    with open(output, encoding="utf-8") as lines:
        for line in lines:
            report = json.loads(line)
            texts[os.path.basename(report["path"]) + ".gz"] = report["text"]
    return texts, used


def rival(pages):
    import trafilatura

    texts = {}
    before = resource.getrusage(resource.RUSAGE_SELF)
    for name, content in pages.items():
        try:
            texts[name] = trafilatura.extract(content, include_comments=False)
        except Exception as problem:  # what one page does to it is no reason to stop
            print(f"{name}: {problem}", file=sys.stderr)
    after = resource.getrusage(resource.RUSAGE_SELF)
    return texts, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def warc(path, pages, size):
    """Pages again and again, as responses of a crawl, until their records hold `size` bytes unpacked."""
    written = number = 0
    names = list(pages)
    with open(path, "wb") as out:
        while written < size:
            number += 1
            page = pages[names[number % len(names)]]
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
                f"WARC-Target-URI: https://site.example/{number}\r\nWARC-Date: 2031-02-03T10:00:00Z\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
            )
            record = head.encode() + http + b"\r\n\r\n"
            packer = zlib.compressobj(1, zlib.DEFLATED, 31)
            out.write(packer.compress(record) + packer.flush())
            written += len(record)
    return number, written


def archive(binary, folder, pages, size):
    path, whole, parts = (os.path.join(folder, n) for n in ("crawl.warc.gz", "whole.jsonl", "parts.jsonl"))
    records, written = warc(path, pages, size)
    used, clock, memory, _ = spent([binary, "read", path, "--format", "jsonl", "--output", whole])
    with open(whole, "rb") as lines:
        reports = sum(1 for _ in lines)
    print(
        f"web archive  {written / 1e9:.2f} GB in {records} records ({os.path.getsize(path) / 1e6:.0f} MB packed): {reports} reports in "
        f"{clock:.0f} s, {reports / used:.1f} a second of processor time, most memory {memory:.0f} MB"
    )
    command = [binary, "read", path, "--format", "jsonl", "--output", parts, "--resume"]
    child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    time.sleep(clock / 3)
    child.send_signal(signal.SIGKILL)
    child.wait()
    had = os.path.getsize(parts)
    _, clock, _, _ = spent(command)
    with open(whole, "rb") as one, open(parts, "rb") as other:
        same = all(a == b for a, b in zip(iter(lambda: one.read(1 << 20), b""), iter(lambda: other.read(1 << 20), b"")))
    same = same and os.path.getsize(whole) == os.path.getsize(parts)
    print(
        f"broken off   with {had / 1e6:.0f} of {os.path.getsize(whole) / 1e6:.0f} MB written, resumed in {clock:.0f} s: "
        f"the output is {'the same' if same else 'ANOTHER'}"
    )


def main():
    options = argparse.ArgumentParser()
    options.add_argument("dateline")
    options.add_argument("set")
    options.add_argument("--warc-gb", type=float, default=0.0)
    options = options.parse_args()
    with open(os.path.join(options.set, "gold.jsonl"), encoding="utf-8") as lines:
        gold = [json.loads(line) for line in lines if line.strip()]
    pages = {}
    for page in gold:
        with gzip.open(os.path.join(options.set, "pages", page["file"])) as packed:
            pages[page["file"]] = packed.read()
    with tempfile.TemporaryDirectory() as folder:
        if options.warc_gb:
            archive(options.dateline, folder, pages, options.warc_gb * 1e9)
            return
        told("dateline", gold, *dateline(options.dateline, folder, pages))
    told("trafilatura", gold, *rival(pages))


if __name__ == "__main__":
    main()
