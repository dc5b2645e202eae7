"""Parses the JSON-LD of `dateline export` as RDF and checks it against the shapes that SEM, PROV-O and Web Annotation ask for. Run by hand:

    python3 tests/loaders/validate_rdf.py target/release/dateline examples/trade-visit/reports

Needs rdflib and pyshacl. Also looks up every quoted passage by its position in the report's text.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pyshacl
import rdflib

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dl: <urn:dateline:terms:> .

[] a sh:NodeShape ; sh:targetClass sem:Event ;
  sh:property [ sh:path rdfs:label ; sh:minCount 1 ; sh:datatype xsd:string ] ,
    [ sh:path sem:hasActor ; sh:nodeKind sh:IRI ] ,
    [ sh:path sem:hasBeginTimeStamp ; sh:maxCount 1 ; sh:datatype xsd:date ] ,
    [ sh:path sem:hasEndTimeStamp ; sh:maxCount 1 ; sh:datatype xsd:date ] ,
    [ sh:path dl:status ; sh:in ( "happened" "ongoing" ) ; sh:minCount 1 ] ,
    [ sh:path prov:wasDerivedFrom ; sh:minCount 1 ; sh:class prov:Entity ] .
[] a sh:NodeShape ; sh:targetClass dl:ReportedEvent ;
  sh:not [ sh:class sem:Event ] ;
  sh:property [ sh:path sem:hasActor ; sh:maxCount 0 ] , [ sh:path sem:hasBeginTimeStamp ; sh:maxCount 0 ] .
[] a sh:NodeShape ; sh:targetClass oa:Annotation ;
  sh:property [ sh:path oa:hasBody ; sh:minCount 1 ] ,
    [ sh:path oa:hasTarget ; sh:minCount 1 ; sh:maxCount 1 ; sh:class oa:SpecificResource ] .
[] a sh:NodeShape ; sh:targetClass oa:SpecificResource ;
  sh:property [ sh:path oa:hasSource ; sh:minCount 1 ; sh:maxCount 1 ; sh:class prov:Entity ] ,
    [ sh:path oa:hasSelector ; sh:minCount 2 ; sh:maxCount 2 ] .
[] a sh:NodeShape ; sh:targetClass oa:TextPositionSelector ;
  sh:property [ sh:path oa:start ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] ,
    [ sh:path oa:end ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] .
[] a sh:NodeShape ; sh:targetClass oa:TextQuoteSelector ;
  sh:property [ sh:path oa:exact ; sh:minCount 1 ; sh:maxCount 1 ] .
"""
PASSAGES = """
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?report ?start ?end ?exact WHERE {
  ?t oa:hasSource/rdfs:label ?report ; oa:hasSelector ?p , ?q .
  ?p oa:start ?start ; oa:end ?end . ?q oa:exact ?exact .
}
"""


def main(binary, reports):
    with tempfile.TemporaryDirectory() as folder:
        saved, rdf = Path(folder) / "brief.json", Path(folder) / "reports.jsonld"
        subprocess.run([binary, "brief", reports, "--format", "json", "-o", saved, "--quiet"], check=True)
        subprocess.run([binary, "export", saved, "--as", "jsonld", "-o", rdf], check=True)
        graph = rdflib.Graph().parse(rdf, format="json-ld")
        texts = {r["id"]: r["text"] for r in json.loads(saved.read_text())["reports"]}
    passages = 0
    for report, start, end, exact in graph.query(PASSAGES):
        assert texts[str(report)][int(start):int(end)] == str(exact), (report, start, end)
        passages += 1
    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes)
    print(f"{len(graph)} triples, {passages} passages found at their places; conforms: {conforms}")
    if not conforms:
        sys.exit(text[:4000])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
