"""Loads what `dateline export` writes with the tools of those who use such data. Run by hand:

    python3 tests/loaders/load_tables.py target/release/dateline examples/trade-visit/reports

Needs pandas, pyarrow and networkx. Prints one line for each form and fails where one cannot be loaded as its users load it.
"""

import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import networkx
import pandas

OWN = ["dl_event", "dl_status", "dl_polarity", "dl_undecided", "dl_date_basis", "dl_origins_min", "dl_origins_max", "dl_disagreements",
       "dl_reports", "dl_spans"]
# Columns as the documentation of each data set lists them.
ICEWS = ["Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity", "Target Name",
         "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude",
         "Longitude"]
DONE = {"happened", "ongoing", "planned"}


def main(binary, reports):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        saved = folder / "brief.json"
        run(binary, "brief", reports, "--format", "json", "-o", saved, "--quiet")
        analysis = json.loads(saved.read_text())
        for form in ["plover-jsonl", "icews", "polecat", "gdelt", "csv", "parquet", "graphml", "jsonld"]:
            run(binary, "export", saved, "--as", form, "-o", folder / form)
        icews = tabs(folder / "icews")
        assert list(icews.columns) == ICEWS + OWN, list(icews.columns)
        assert pandas.to_datetime(icews["Event Date"].replace("", None)).notna().any()
        assert pandas.to_numeric(icews["Intensity"]).between(-10, 10).all()
        told("icews", icews)
        polecat = tabs(folder / "polecat")
        assert len(polecat.columns) == 40 + len(OWN) and polecat["Quad Code"].isin(
            ["VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"]).all()
        told("polecat", polecat)
        gdelt = pandas.read_csv(folder / "gdelt", sep="\t", header=None, dtype=str, keep_default_na=False, quoting=csv.QUOTE_NONE)
        assert gdelt.shape[1] == 61 + len(OWN), gdelt.shape
        assert gdelt[0].is_unique and gdelt[1].str.fullmatch(r"\d{8}|").all() and gdelt[28].str.fullmatch(r"\d\d").all()
        assert gdelt[29].isin(list("1234")).all()
        told("gdelt", gdelt.rename(columns={62: "dl_status"}))
        flat = pandas.read_csv(folder / "csv", dtype={"cameo": str})
        assert len(flat) == len(analysis["events"])
        print(f"csv: {len(flat)} rows")
        parquet = pandas.read_parquet(folder / "parquet")
        assert list(parquet.columns) == list(flat.columns) and len(parquet) == len(flat)
        same = pandas.read_csv(folder / "csv", dtype=str, keep_default_na=False)
        for column in ["event", "summary", "passages", "cameo"]:
            assert (parquet[column] == same[column]).all(), column
        assert parquet["goldstein"].dropna().between(-10, 10).all() and str(parquet["origins_min"].dtype).lower().startswith("int")
        print(f"parquet: {len(parquet)} rows, {parquet.shape[1]} columns, the same as csv")
        records = [json.loads(line) for line in (folder / "plover-jsonl").read_text().splitlines()]
        assert all({"id", "event", "actor", "recipient", "mode", "context", "dateline"} <= set(r) for r in records)
        print(f"plover-jsonl: {len(records)} records")
        graph = networkx.read_graphml(folder / "graphml")
        print(f"graphml: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges")
        for form in ["graphml", "svg", "csv", "json", "html"]:
            run(binary, "state", saved, "--format", form, "-o", folder / f"state.{form}")
        web = networkx.read_graphml(folder / "state.graphml")
        series = pandas.read_csv(folder / "state.csv")
        assert (series["net"] - series["cooperation"] - series["conflict"]).abs().lt(0.06).all()
        print(f"state graphml: {web.number_of_nodes()} nodes, {web.number_of_edges()} edges; series: {len(series)} rows")


def tabs(path):
    return pandas.read_csv(path, sep="\t", dtype=str, keep_default_na=False, quoting=csv.QUOTE_NONE)


def told(name, table):
    assert set(table["dl_status"]) <= DONE, set(table["dl_status"])
    print(f"{name}: {len(table)} rows, {table.shape[1]} columns, {(table['dl_status'] == 'planned').sum()} announcements")


def run(binary, *arguments):
    subprocess.run([binary, *map(str, arguments)], check=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
