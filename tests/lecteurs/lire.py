"""Reads the exports of a folder as their recipients do, and prints what each reader found.

Usage: lire.py FOLDER, which holds indicateurs.{csv,parquet,xlsx,ndjson} and indicateurs.schema.json. The answer is one
JSON object: for each reader the columns that tell a value, line by line, every cell a text or null.
"""

import json
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas
from frictionless import Resource, Schema

COLONNES = ["indicateur", "du", "territoireCode", "dimension1Code", "valeur", "qualite", "imprimee"]


def cellule(nom, lue):
    """A cell as a text, whatever the type that the reader gave it."""
    if lue is None or lue is pandas.NaT or lue is pandas.NA or (isinstance(lue, float) and lue != lue):
        return None
    if nom == "du":
        return str(lue)[:10]
    if nom == "valeur":
        return format(Decimal(str(lue)).normalize(), "f")
    return str(lue).removeprefix("'")


def lignes(table):
    """Lines of a data frame; sheets have titles instead of names, in the same order."""
    return [[cellule(nom, lue) for nom, lue in zip(COLONNES, ligne)] for ligne in table.itertuples(index=False)]


def pandas_lit(dossier, noms):
    """What pandas reads of the four formats, by its own types."""
    feuille = pandas.read_excel(dossier / "indicateurs.xlsx", dtype=object)
    feuille.columns = noms
    return {
        "pandas csv": pandas.read_csv(dossier / "indicateurs.csv", low_memory=False),
        "pandas parquet": pandas.read_parquet(dossier / "indicateurs.parquet"),
        "pandas ndjson": pandas.read_json(dossier / "indicateurs.ndjson", lines=True, dtype=False, convert_dates=False),
        "pandas xlsx": feuille,
    }


def duckdb_lit(dossier):
    """What DuckDB reads of the three formats that it knows, by the types it finds."""
    lecteurs = {"csv": "read_csv('{}', sample_size = -1)", "parquet": "'{}'", "ndjson": "read_ndjson('{}', sample_size = -1)"}
    base = duckdb.connect()
    choix = ", ".join(f'"{nom}"' for nom in COLONNES)
    for format_, lecteur in lecteurs.items():
        source = lecteur.format(dossier / f"indicateurs.{format_}")
        yield f"duckdb {format_}", base.sql(f"select {choix} from {source}").fetchall()


def main():
    """Validates the CSV against its Table Schema, then reads."""
    dossier = Path(sys.argv[1])
    schema = Schema.from_descriptor(json.loads((dossier / "indicateurs.schema.json").read_text()))
    rapport = Resource(path="indicateurs.csv", basepath=str(dossier), schema=schema).validate()
    if not rapport.valid:
        sys.exit(str(rapport.flatten(["rowNumber", "fieldName", "note"])))
    lues = {nom: lignes(table[COLONNES]) for nom, table in pandas_lit(dossier, schema.field_names).items()}
    for nom, rangees in duckdb_lit(dossier):
        lues[nom] = [[cellule(colonne, lue) for colonne, lue in zip(COLONNES, rangee)] for rangee in rangees]
    json.dump(lues, sys.stdout)


main()
